// All that is known of `parallel`.
#include "model/system/executor/async_step.hpp"
#include "model/system/executor/errand.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"
#include "sim/engine/gate.hpp"

#include <array>

namespace onsale::system {
namespace {

using engine::Process;
using engine::Task;

constexpr std::size_t branches_max = 16;

/// Branches on their way, and the one who waits for them. Ends those that are when it ends.
class Join {
public:
  explicit Join(Work& work) : all_done_(work.system.simulation, true), work_(work), before_(work.registers) {}
  Join(const Join&) = delete;
  Join& operator=(const Join&) = delete;
  ~Join()
  {
    for (engine::ProcessRef& branch : branches_)
      if (branch.alive())
        branch.cancel();
  }

  void start(ThreadPool& pool, ThreadPool::Place place, const Stretch& stretch)
  {
    all_done_.shut();
    Process process = branch(*this, Parcel(work_, stretch), pool, std::move(place));
    branches_[started_++].attach(process);
    work_.system.simulation.spawn(std::move(process));
  }
  /// What a branch found out; the first failure is that of all.
  void ended(const Work& branch)
  {
    for (std::size_t i = 0; i < register_count; ++i)
      take(branch, static_cast<Register>(i));
    for (std::size_t i = 0; i < before_.own_count(); ++i)
      take(branch, own_value(i));
    if (branch.cause != Cause::none && failed_.cause == Cause::none)
      failed_ = {branch.cause, branch.outcome, branch.status};
  }
  /// co_await: until all are done.
  engine::Gate::Pass all() { return all_done_.pass(); }
  bool waits() const { return not all_done_.is_open(); }
  const Laps& slowest() const { return slowest_; }
  void pass_failure(Work& work) const
  {
    if (failed_.cause == Cause::none || work.status != 0)
      return;
    work.cause = failed_.cause;
    work.outcome = failed_.outcome;
    work.status = failed_.status;
    if (work.trace != nullptr)
      work.trace->cause = failed_.cause;
  }

private:
  struct Failed {
    Cause cause = Cause::none;
    booking::Outcome outcome = booking::Outcome::ok;
    int status = 0;
  };

  static Process branch(Join& join, Parcel parcel, ThreadPool& pool, ThreadPool::Place place)
  {
    Work work(parcel.intent());
    parcel.unpack(work);
    co_await walk_on(pool, std::move(place), work, parcel.stretch);
    join.ended(work);
    if (++join.done_ < join.started_)
      co_return;
    join.slowest_ = work.laps;
    join.all_done_.open();
  }
  void take(const Work& branch, Register name)
  {
    if (const http::Value& value = branch.registers[name]; not(value == before_[name]))
      work_.registers[name] = value;
  }

  engine::Gate all_done_;
  Work& work_;
  Registers before_;
  std::array<engine::ProcessRef, branches_max> branches_;
  std::size_t started_ = 0;
  std::size_t done_ = 0;
  Laps slowest_{engine::Time{}};
  Failed failed_;
};

struct ParallelStep final : ExecutorStep {
  Progress run(Work& work) const override { return together(*this, work); }
  void demand(DemandWalk& walk) const override
  {
    walk.together(branches, executor_id(walk.options(), executor));
    walk.go_on_at(behind);
  }
  StepPicture picture() const override
  {
    StepPicture picture{.label = "parallel", .goes_on = false};
    for (const Stretch& each : branches)
      picture.edges.push_back({each.first, ""});
    return picture;
  }
  Part part() const override { return Part::worker; }

  static Task<> together(const ParallelStep& step, Work& work)
  {
    System& system = work.system;
    auto& executors = system.part<Executors>(executor_part);
    ThreadPool& pool = executors.pool_of(*work.instance, step.executor);
    bool waited_alone = true;
    Join join(work);
    for (const Stretch& stretch : step.branches) {
      if (auto place = pool.admit()) {
        join.start(pool, std::move(place), stretch);
        continue;
      }
      ++executors.rejected;
      if (executors.options(step.executor).rejected == Rejected::abort) {
        system.failures.refuse(work, Cause::task_rejected);
        break;
      }
      waited_alone = false; // CallerRunsPolicy
      work.at = stretch.first;
      co_await walk(work, stretch.last);
      if (work.status != 0)
        break;
    }
    const bool waits = join.waits();
    co_await join.all();
    if (waits && waited_alone)
      work.laps.adopt(join.slowest(), system.now());
    join.pass_failure(work);
    if (work.status == 0)
      work.at = step.behind;
  }

  std::vector<Stretch> branches;
  std::size_t behind = 0;
};

/// `[[{call: stock}], [{call: price}]]`, or `{executor: NAME, branches: [..]}`
void read_parallel(FlowReader& reader, const config::Value& content)
{
  ParallelStep& step = reader.emit<ParallelStep>();
  step.executor = common_pool;
  std::vector<config::Value> branches;
  std::optional<config::Object> object;
  if (content.is_map()) {
    object.emplace(content.object());
    step.executor = read_executor(reader, *object, common_pool);
    branches = object->list("branches", {.says = "lists of steps that are done at the same time", .minimum_size = 1});
    object->finish();
  } else {
    branches = content.list({.minimum_size = 1});
  }
  if (branches.size() > branches_max)
    content.fault("more than " + std::to_string(branches_max) + " branches");
  for (const config::Value& branch : branches) {
    step.branches.push_back(reader.aside(branch.list({.minimum_size = 1})));
    if (step.branches.size() == branches_max)
      break;
  }
  step.behind = reader.here();
  const Rejected rejected = reader.section<ExecutorsOptions>(executor_part).executors[step.executor].rejected;
  if (rejected == Rejected::discard || rejected == Rejected::discard_oldest)
    content.fault(
        "who waits for a task that an executor discards waits for ever: `rejected` must be abort or caller-runs");
}

} // namespace

const StepKind parallel_step{
    .name = "parallel",
    .says = "lists of steps at the same time, each on a thread of an executor; the request waits for the slowest",
    .read = read_parallel};

} // namespace onsale::system
