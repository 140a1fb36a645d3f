#include "sim/engine/simgrid_coupling.hpp"

#include <simgrid/kernel/resource/Model.hpp>
#include <simgrid/s4u.hpp>

#include <exception>

namespace onsale::engine {

class SimGridCoupling::RequestModel : public simgrid::kernel::resource::Model {
public:
  explicit RequestModel(Simulation& simulation) : Model("requests"), simulation_(simulation) {}

  bool next_occurring_event_is_idempotent() override { return false; }

  /// @param allowed_s how far the other models let us go; negative: they have nothing pending
  double next_occurring_event(double allowed_s) override
  {
    if (simulation_.has_simgrid_actions() || (finished_ && not killed_))
      return 0; // an actor asked for it: to be carried out at this instant
    if (finished_)
      return allowed_s;
    const double start_s = simgrid::s4u::Engine::get_clock();
    simulation_.advance_to(at_seconds(start_s));
    if (simulation_.next_event() == end_of_time)
      return allowed_s;
    try {
      simulation_.run_until(allowed_s < 0 ? end_of_time : at_seconds(start_s + allowed_s));
    } catch (...) {
      failure_ = std::current_exception();
      finish();
    }
    // A stopped run-ahead ends where the stop was asked for; otherwise all up to the horizon is done.
    return simulation_.stopped() || allowed_s < 0 ? in_seconds(simulation_.now()) - start_s : allowed_s;
  }

  void update_actions_state(double now_s, double) override
  {
    simulation_.advance_to(at_seconds(now_s));
    for (const auto& action : simulation_.take_simgrid_actions())
      action();
    if (finished_ && not killed_) {
      killed_ = true;
      simgrid::s4u::Actor::kill_all();
    }
  }

  void finish()
  {
    finished_ = true;
    simulation_.stop();
  }

  std::exception_ptr failure_;

private:
  Simulation& simulation_;
  bool finished_ = false;
  bool killed_ = false;
};

SimGridCoupling::SimGridCoupling(Simulation& simulation)
    : simulation_(simulation), model_(std::make_shared<RequestModel>(simulation))
{
  simulation_.set_coupled(true);
  simgrid::s4u::Engine::get_instance()->add_model(model_);
}

SimGridCoupling::~SimGridCoupling()
{
  simulation_.set_coupled(false);
}

void SimGridCoupling::run()
{
  simgrid::s4u::Engine::get_instance()->run();
  if (model_->failure_)
    std::rethrow_exception(model_->failure_);
}

void SimGridCoupling::finish()
{
  model_->finish();
}

} // namespace onsale::engine
