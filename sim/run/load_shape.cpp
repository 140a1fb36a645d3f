#include "sim/run/load_shape.hpp"

namespace onsale::run {
namespace {

double seconds_of(std::int64_t ns)
{
  return static_cast<double>(ns) / static_cast<double>(k6::second_ns);
}

/// Fills in what one executor plans.
class Drawing {
public:
  explicit Drawing(LoadShape& shape, double start_s) : shape_(shape), start_s_(start_s) {}

  void operator()(const k6::ConstantVus& plan) { constant("constant-vus", plan.vus, seconds_of(plan.duration_ns)); }
  void operator()(const k6::RampingVus& plan)
  {
    name("ramping-vus", "VUs");
    ramp(static_cast<double>(plan.start_vus), plan.stages, 1);
  }
  void operator()(const k6::ConstantArrivalRate& plan)
  {
    name("constant-arrival-rate", "iterations/s");
    const double rate = static_cast<double>(plan.rate) / seconds_of(plan.time_unit_ns);
    point(0, rate);
    point(seconds_of(plan.duration_ns), rate);
  }
  void operator()(const k6::RampingArrivalRate& plan)
  {
    name("ramping-arrival-rate", "iterations/s");
    const double per_s = 1 / seconds_of(plan.time_unit_ns);
    ramp(static_cast<double>(plan.start_rate) * per_s, plan.stages, per_s);
  }
  void operator()(const k6::PerVuIterations& plan)
  {
    constant("per-vu-iterations", plan.vus, seconds_of(plan.max_duration_ns));
  }
  void operator()(const k6::SharedIterations& plan)
  {
    constant("shared-iterations", plan.vus, seconds_of(plan.max_duration_ns));
  }

private:
  void name(std::string_view executor, std::string_view unit)
  {
    shape_.executor = executor;
    shape_.unit = unit;
  }
  void point(double time_s, double value) { shape_.points.emplace_back(start_s_ + time_s, value); }
  void constant(std::string_view executor, std::int64_t vus, double lasts_s)
  {
    name(executor, "VUs");
    point(0, static_cast<double>(vus));
    point(lasts_s, static_cast<double>(vus));
  }
  void ramp(double start, const k6::Stages& stages, double unit)
  {
    double time_s = 0;
    point(time_s, start);
    for (const k6::Stage& stage : stages) {
      time_s += seconds_of(stage.duration_ns);
      point(time_s, static_cast<double>(stage.target) * unit);
    }
  }

  LoadShape& shape_;
  double start_s_;
};

} // namespace

std::vector<LoadShape> load_shapes(const k6::Options& options)
{
  std::vector<LoadShape> shapes;
  for (const k6::ScenarioOptions& scenario : options.scenarios) {
    shapes.push_back({.scenario = scenario.name, .executor = {}, .unit = {}, .points = {}});
    std::visit(Drawing(shapes.back(), seconds_of(scenario.start_time_ns)), scenario.executor);
  }
  return shapes;
}

} // namespace onsale::run
