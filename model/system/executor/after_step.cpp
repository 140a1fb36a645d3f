// All that is known of `after-commit` and `after-response`: noted where they are said, done when it is time.
#include "model/system/executor/async_step.hpp"
#include "model/system/flow/attempt.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

namespace onsale::system {
namespace {

using engine::Task;

/// The event is published.
struct PublishStep final : Step {
  explicit PublishStep(std::size_t its_listener) : listener(its_listener) {}
  Progress run(Work& work) const override
  {
    ++work.published[listener];
    return Progress::done();
  }
  void demand(DemandWalk& walk) const override { walk.publish(listener); }
  StepPicture picture() const override { return {.label = "publish"}; }
  std::size_t listener;
};

/// Its listener, once for each time. What fails in it is logged and nobody hears of it, as Spring's
/// invokeAfterCompletion does.
struct ListenStep final : Step {
  explicit ListenStep(std::size_t its_listener) : listener(its_listener) {}
  Progress run(Work& work) const override
  {
    if (work.published[listener] > 0)
      return listen(*this, work);
    work.at = body.last;
    return Progress::done();
  }
  void demand(DemandWalk& walk) const override
  {
    walk.listen(listener, body);
    walk.go_on_at(body.last);
  }
  StepPicture picture() const override
  {
    return {.label = "listen", .decides = true, .edges = {{body.last, "not published"}}};
  }

  static Task<> listen(const ListenStep& step, Work& work)
  {
    for (; work.published[step.listener] > 0; --work.published[step.listener]) {
      const Attempt attempt(work, true);
      work.at = step.body.first;
      co_await walk(work, step.body.last);
      attempt.roll_back(work);
    }
    work.at = step.body.last;
  }

  std::size_t listener;
  Stretch body;
};

std::size_t publish(FlowReader& reader, const config::Value& content)
{
  if (reader.listeners == listeners_max) {
    content.fault("a flow has at most " + std::to_string(listeners_max) + " steps that are done after something");
    return 0;
  }
  const std::size_t number = reader.listeners++;
  reader.emit<PublishStep>(number);
  return number;
}

void read_after_commit(FlowReader& reader, const config::Value& content)
{
  const std::size_t number = publish(reader, content);
  if (reader.transactions == 0)
    content.fault("no transaction is around it: Spring drops an event that no commit follows");
  reader.after_commit.push_back({number, content.list({.minimum_size = 1})});
}

void read_after_response(FlowReader& reader, const config::Value& content)
{
  const std::size_t number = publish(reader, content);
  if (reader.is_aside())
    content.fault("nobody waits for a response here");
  reader.after_response.push_back({number, content.list({.minimum_size = 1})});
}

} // namespace

const StepKind after_commit_step{
    .name = "after-commit",
    .says =
        "steps when the transaction around them is committed (@TransactionalEventListener): on the request's thread, "
        "which still holds its connection, or with `async` inside on another; a query or transaction in them joins "
        "the one that is over and commits nothing, requires-new does",
    .read = read_after_commit};
const StepKind after_response_step{
    .name = "after-response",
    .says = "steps on the request's thread when the response has been written; the client no longer waits",
    .read = read_after_response};

void emit_after_commit(FlowReader& reader)
{
  for (const auto& [number, steps] : std::exchange(reader.after_commit, {})) {
    ListenStep& step = reader.emit<ListenStep>(number);
    ++reader.transactions;
    step.body = reader.silent(steps);
    --reader.transactions;
  }
}

Stretch emit_after_response(FlowReader& reader)
{
  const std::size_t first = reader.here();
  for (const auto& [number, steps] : std::exchange(reader.after_response, {})) {
    ListenStep& step = reader.emit<ListenStep>(number);
    step.body = reader.aside(steps);
  }
  return {first, reader.here()};
}

} // namespace onsale::system
