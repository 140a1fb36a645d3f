// All that is known of `requires-new`: Propagation.REQUIRES_NEW.
#include "model/system/database/database_steps.hpp"
#include "model/system/executor/async_step.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <utility>

namespace onsale::system {
namespace {

struct RequiresNewStep final : Step {
  Progress run(Work& work) const override { return transact(*this, work); }
  void demand(DemandWalk& walk) const override { walk.with_another("hikari pool", body); }
  StepPicture picture() const override { return {.label = "requires new"}; }

  /// What the outer transaction holds is out of reach meanwhile, and held on.
  static engine::Task<> transact(const RequiresNewStep& step, Work& work)
  {
    auto session = std::exchange(work.session, {});
    auto connection = std::exchange(work.connection, {});
    auto row_locks = std::exchange(work.row_locks, {});
    co_await walk(work, step.body.last);
    work.row_locks.clear();
    work.give_back_connection();
    work.session = std::move(session);
    work.connection = std::move(connection);
    work.row_locks = std::move(row_locks);
    if (work.connection)
      work.laps.hold(Charge::hikari_pool);
    if (not work.row_locks.empty())
      work.laps.hold(Charge::row_locks);
  }

  Stretch body;
};

void read_requires_new(FlowReader& reader, const config::Value& content)
{
  RequiresNewStep& step = reader.emit<RequiresNewStep>();
  const std::uint32_t outer = std::exchange(reader.transactions, 0);
  const auto listeners = std::exchange(reader.after_commit, {});
  const std::size_t first = reader.here();
  transaction_step.read(reader, content);
  step.body = {first, reader.here()};
  reader.after_commit = listeners;
  reader.transactions = outer;
}

} // namespace

const StepKind requires_new_step{
    .name = "requires-new",
    .says =
        "a transaction of its own on a second connection (Propagation.REQUIRES_NEW), while an outer one keeps its own",
    .read = read_requires_new};

} // namespace onsale::system
