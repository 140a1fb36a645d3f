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

engine::KeyedLock& locks_of(System& system, LockStep::Kind kind)
{
  return kind == LockStep::Kind::row ? system.database->rows() : system.application.locks();
}

void refuse_lock(Work& work, const LockStep& step, engine::Duration patience)
{
  const bool waited = step.kind == LockStep::Kind::row && patience > engine::seconds(0);
  work.system.failures.refuse(work, waited ? Cause::lock_timeout : Cause::lock_busy);
}

engine::Task<> wait_for(Work& work, const LockStep& step, engine::KeyedLock::Key key, engine::Duration patience)
{
  engine::KeyedLock::Guard guard = co_await locks_of(work.system, step.kind).acquire(key, patience);
  if (guard)
    work.locks(step.kind).push_back({key, std::move(guard)});
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
  if (const auto key = object.value("key", "register that names the row"))
    lock.key = FlowReader::register_named(*key).value_or(Register::user);
  else
    object.fault("key", "a lock needs the register that names the row");
  if (object.has("wait"))
    lock.patience = object.duration("wait", {.says = "for so long at most; none: MySQL's time-out"});
  if (reader.locks++ == max_locks)
    object.fault("an endpoint takes at most " + std::to_string(max_locks) + " locks");
  object.finish();
}

} // namespace

const StepKind lock_step{.name = "lock",
                         .says = "waits for a lock and keeps it to the end of the transaction or request",
                         .read = read_lock};

/// A row that does not exist (no such register) is locked by nobody; a row that the request holds is not locked twice.
Progress LockStep::run(Work& work) const
{
  const std::uint64_t row = work.registers[key].as_key();
  if (row == http::Value::no_id)
    return Progress::done();
  const engine::KeyedLock::Key number = lock_key(space, row);
  auto& held = work.locks(kind);
  if (std::any_of(held.begin(), held.end(), [&](const HeldLock& each) { return each.key == number; }))
    return Progress::done();
  const auto forever = engine::forever;
  const auto most = patience.value_or(kind == Kind::row ? work.system.settings.mysql.lock_wait_timeout : forever);
  if (engine::KeyedLock::Guard guard = locks_of(work.system, kind).try_acquire(number)) {
    held.push_back({number, std::move(guard)});
    return Progress::done();
  }
  if (most > engine::seconds(0))
    return wait_for(work, *this, number, most);
  refuse_lock(work, *this, most);
  return Progress::done();
}

void LockStep::demand(DemandWalk&) const {} // nothing but waiting for others

} // namespace onsale::system
