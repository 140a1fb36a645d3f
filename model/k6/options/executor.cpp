#include "model/k6/options/executor.hpp"

namespace onsale::k6 {

std::int64_t regular_duration_ns(const Executor& executor)
{
  return std::visit([](const auto& each) { return each.regular_duration_ns(); }, executor);
}

VuPlan required_vus(const Executor& executor, const Grace& grace)
{
  return std::visit([&](const auto& each) { return each.required_vus(grace); }, executor);
}

ExecutorText described(const Executor& executor)
{
  return std::visit([](const auto& each) { return each.described(); }, executor);
}

std::string status_of(const Executor& executor, const ScenarioProgress& progress)
{
  return std::visit([&](const auto& each) { return each.status(progress); }, executor);
}

VuPlan looping_vus(const Executor& executor)
{
  return std::visit(
      [](const auto& each) -> VuPlan {
        if constexpr (requires { each.looping_vus(); })
          return each.looping_vus();
        return {};
      },
      executor);
}

std::int64_t peak_vus(const Executor& executor)
{
  return std::visit(
      [](const auto& each) -> std::int64_t {
        if constexpr (requires { each.peak_vus(); })
          return each.peak_vus();
        return 0;
      },
      executor);
}

const ArrivalVus* arrival_vus(const Executor& executor)
{
  return std::visit(
      [](const auto& each) -> const ArrivalVus* {
        if constexpr (requires { each.arrival_vus(); })
          return &each.arrival_vus();
        return nullptr;
      },
      executor);
}

double rate_per_s(const Executor& executor, double elapsed_s)
{
  return std::visit(
      [&](const auto& each) -> double {
        if constexpr (requires { each.rate_per_s(elapsed_s); })
          return each.rate_per_s(elapsed_s);
        return 0;
      },
      executor);
}

double peak_rate_per_s(const Executor& executor)
{
  return std::visit(
      [](const auto& each) -> double {
        if constexpr (requires { each.peak_rate_per_s(); })
          return each.peak_rate_per_s();
        return 0;
      },
      executor);
}

double planned_arrivals(const Executor& executor)
{
  return std::visit(
      [](const auto& each) -> double {
        if constexpr (requires { each.planned_arrivals(); })
          return each.planned_arrivals();
        return 0;
      },
      executor);
}

std::optional<std::int64_t> planned_iterations(const Executor& executor)
{
  return std::visit(
      [](const auto& each) -> std::optional<std::int64_t> {
        if constexpr (requires { each.planned_iterations(); })
          return each.planned_iterations();
        return {};
      },
      executor);
}

void scale_vus(Executor& executor, double factor)
{
  std::visit(
      [&](auto& each) {
        if constexpr (requires { each.scale_vus(factor); })
          each.scale_vus(factor);
      },
      executor);
}

void scale_rate(Executor& executor, double factor)
{
  std::visit(
      [&](auto& each) {
        if constexpr (requires { each.scale_rate(factor); })
          each.scale_rate(factor);
      },
      executor);
}

} // namespace onsale::k6
