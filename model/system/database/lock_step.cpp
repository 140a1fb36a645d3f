// All that is known of `lock`.
#include "model/system/database/database_steps.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <algorithm>

namespace onsale::system {
namespace {

/// Tokens are the largest ids: up to two million a user they need 53 bits, the locks' spaces get the others.
engine::KeyedLock::Key lock_key(std::uint32_t space, std::uint64_t row)
{
  constexpr engine::KeyedLock::Key rows = engine::KeyedLock::Key{1} << 53;
  return space * rows + row % rows;
}

constexpr int within_bits = 32;

engine::KeyedLock& locks_of(System& system, LockStep::Kind kind)
{
  return kind == LockStep::Kind::row ? system.database->rows() : system.application.locks();
}

void refuse_lock(Work& work, const LockStep& step, engine::Duration patience)
{
  const bool waited = step.kind == LockStep::Kind::row && patience > engine::seconds(0);
  work.system.failures.refuse(work, waited ? Cause::lock_timeout : Cause::lock_busy);
}

Charge charge_of(LockStep::Kind kind)
{
  return kind == LockStep::Kind::row ? Charge::row_locks : Charge::application_locks;
}

void keep(Work& work, LockStep::Kind kind, engine::KeyedLock::Key key, engine::KeyedLock::Guard guard)
{
  work.locks(kind).push_back({key, std::move(guard)});
  work.laps.hold(charge_of(kind));
}

engine::Task<> wait_for(Work& work, const LockStep& step, engine::KeyedLock::Key key, engine::Duration patience)
{
  engine::KeyedLock::Acquire lock = locks_of(work.system, step.kind).acquire(key, patience);
  Deadlocks::Wait wait(work, key, lock);
  if (step.kind == LockStep::Kind::row && not work.system.database->deadlocks().may_wait(wait)) {
    work.system.failures.refuse(work, Cause::deadlock);
    co_return;
  }
  engine::KeyedLock::Guard guard = co_await lock;
  wait.unlink();
  work.laps.waited(charge_of(step.kind), work.system.now());
  if (guard)
    keep(work, step.kind, key, std::move(guard));
  else if (wait.is_victim)
    work.system.failures.refuse(work, Cause::deadlock);
  else
    refuse_lock(work, step, patience);
}

/// `{row: seats, key: seat}` or `{application: user, key: user, wait: 0s}`
void read_lock(FlowReader& reader, const config::Value& content)
{
  config::Object object = content.object();
  LockStep& lock = reader.emit<LockStep>();
  const std::string kind = object.exactly_one_of({{"row", "kind of row, locked by SELECT .. FOR UPDATE"},
                                                  {"application", "kind of lock of the application, as in Redis"}});
  if (not kind.empty()) {
    lock.kind = kind == "row" ? LockStep::Kind::row : LockStep::Kind::application;
    lock.space = reader.lock_space(object.text(kind));
  }
  if (const auto key = object.value("key", "what names the row"))
    lock.key = reader.key(*key);
  else
    object.fault("key", "a lock needs what names the row");
  if (const auto within = object.value("within", "register in which the key counts: rows of other events are others"))
    lock.within = reader.value_named(*within);
  if (object.has("wait"))
    lock.patience = object.duration("wait", {.says = "for so long at most; none: the database's time-out"});
  if (reader.locks++ == max_locks)
    object.fault("an endpoint takes at most " + std::to_string(max_locks) + " locks");
  object.finish();
}

} // namespace

const StepKind lock_step{.name = "lock",
                         .says = "waits for a lock and keeps it to the end of the transaction or request",
                         .read = read_lock};

/// A row that does not exist (a missing value) is locked by nobody; a row that the request holds is not locked twice.
Progress LockStep::run(Work& work) const
{
  std::uint64_t row = key.of(work.registers);
  if (row == http::Value::no_id)
    return Progress::done();
  if (within && not work.registers[*within].is_missing())
    row += work.registers[*within].as_key() << within_bits;
  const engine::KeyedLock::Key number = lock_key(space, row);
  const auto& held = work.locks(kind);
  if (std::any_of(held.begin(), held.end(), [&](const HeldLock& each) { return each.key == number; }))
    return Progress::done();
  const auto forever = engine::forever;
  const auto most =
      patience.value_or(kind == Kind::row ? work.system.database->kind().lock_patience(work.system.settings) : forever);
  if (engine::KeyedLock::Guard guard = locks_of(work.system, kind).try_acquire(number)) {
    keep(work, kind, number, std::move(guard));
    return Progress::done();
  }
  if (most > engine::seconds(0))
    return wait_for(work, *this, number, most);
  refuse_lock(work, *this, most);
  return Progress::done();
}

void LockStep::demand(DemandWalk&) const {} // nothing but waiting for others

} // namespace onsale::system
