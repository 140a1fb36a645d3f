#include "model/k6/journey/journey_compiler.hpp"

#include "model/config/wording.hpp"
#include "model/k6/journey/journey_condition.hpp"

#include <fmt/format.h>

#include <limits>
#include <utility>

namespace onsale::k6 {
namespace {

using config::Object;
using config::Value;

double read_assumed(Object& object, std::string_view says = "how often it holds, for the analytic model")
{
  return object.has("assume", says) ? object.ratio("assume") : missing;
}

std::uint32_t read_count(Object& object, std::string_view key, std::string_view says,
                         std::optional<std::int64_t> otherwise = {})
{
  return static_cast<std::uint32_t>(object.integer(
      key,
      {.says = says, .minimum = 1, .maximum = std::numeric_limits<std::uint32_t>::max(), .default_value = otherwise}));
}

} // namespace

Program JourneyCompiler::compile(const std::vector<Value>& steps)
{
  compile_steps(steps);
  check_variables_used();
  return builder_.finish();
}

void JourneyCompiler::compile_steps(const std::vector<Value>& steps)
{
  const auto outer = builder_.place();
  for (const auto& step : steps) {
    builder_.at(step.place());
    compile_step(step);
  }
  builder_.at(outer);
}

void JourneyCompiler::compile_step(const Value& value)
{
  value.is_a("journey step", "one step of a journey; its key says what it is");
  auto step = value.object();
  const auto kind = step.exactly_one_of(
      {{"select", "sets a variable"},
       {"request", "sends a request and waits for its response"},
       {"batch", "k6's http.batch: requests side by side, `batchPerHost` at a time; goes on when all are answered"},
       {"sleep", "think time, or {random: [shortest, longest]}"},
       {"poll", "steps again and again until a condition holds"},
       {"retry", "the same as poll, for steps that may fail"},
       {"repeat", "steps several times"},
       {"branch", "steps by chance or by a condition"},
       {"check", "k6's check, outside of a request"},
       {"add", "a sample of a custom metric"},
       {"group", "k6's group"},
       {"stop", "ends the iteration, the repetition of a setup, or the loop around it"}});
  if (batch_ != nullptr and kind != "select" and kind != "request") {
    step.fault(kind, "a batch holds select and request alone");
    return;
  }
  if (kind == "select")
    compile_select(step.object(kind));
  else if (kind == "request")
    compile_request(step.object(kind));
  else if (kind == "batch")
    compile_batch(step.object(kind));
  else if (kind == "sleep")
    compile_sleep(*step.value(kind));
  else if (kind == "poll" or kind == "retry")
    compile_poll(step.object(kind));
  else if (kind == "repeat")
    compile_repeat(step.object(kind));
  else if (kind == "branch")
    compile_branch(step.object(kind));
  else if (kind == "check")
    compile_check(step.object(kind));
  else if (kind == "add")
    compile_add(step.object(kind));
  else if (kind == "group")
    compile_group(step.object(kind));
  else if (kind == "stop")
    compile_stop(step);
  step.finish();
}

void JourneyCompiler::compile_request(Object request)
{
  send_request(request, batch_ == nullptr ? Op::request : Op::gather);
  if (batch_ != nullptr) {
    batch_->requests.push_back(std::move(request));
    return;
  }
  use_response(request);
  request.finish();
}

void JourneyCompiler::send_request(Object& request, Op op)
{
  RequestSpec spec;
  const auto endpoint = request.text("endpoint", {.says = "of the system"});
  if (const auto known = names_.endpoints.find(endpoint))
    spec.endpoint = *known;
  else if (request.has("endpoint"))
    request.fault("endpoint", fmt::format("{} is not an endpoint of the system{}", config::in_quotes(endpoint),
                                          config::suggestion(endpoint, names_.endpoints.all())));
  spec.name = names_.requests.intern(
      request.text("name", {.says = "tag `name`; the endpoint's unless said", .default_value = endpoint}));
  spec.group = builder_.group();
  spec.timeout_s = request
                       .duration("timeout", {.says = "after which k6 gives up",
                                             .above = config::Duration(0),
                                             .default_value = config::Duration(60),
                                             .default_unit = "ms"})
                       .count();
  spec.send = sent_fields(request.object("send", "fields of the request: a variable or a number"));
  builder_.emit(op, 0, builder_.request(std::move(spec)));
}

void JourneyCompiler::use_response(Object& request)
{
  for (const auto& [variable, place, field] :
       request.object("keep", "variable <- field of the response").entries("field of the response"))
    builder_.emit(Op::keep, defined_variable(field, variable), names_.fields.intern(field_name(field.text())));
  auto append = request.object("append", "in setup: shared list <- field of the response");
  for (const auto& [list, place, field] : append.entries("field of the response"))
    builder_.emit(Op::append, names_.lists.intern(list), names_.fields.intern(field_name(field.text())));
  if (part_ != Part::setup and request.has("append"))
    request.fault("append", "shared lists are filled in setup only");
  for (const auto& check : request.list("checks", {.says = "k6's checks of the response"}))
    compile_check(check.object());
}

//       loop_start times
// each: select, gather ..
//       loop_next -> each
//       batch
//       loop_start times
// then: next_answer, keep, append, check ..
//       loop_next -> then
void JourneyCompiler::compile_batch(Object batch)
{
  Batch gathered{.times = read_count(batch, "times", "so many times the steps: a sequence counts on with each", 1),
                 .requests = {}};
  if (not open_loop(batch, gathered.times))
    return;
  batch_ = &gathered;
  compile_steps(batch.list("steps", {.says = "select and request alone", .minimum_size = 1}));
  batch_ = nullptr;
  if (gathered.requests.empty() and batch.has("steps"))
    batch.fault("steps", "expected at least one request");
  builder_.repeat_loop({});
  builder_.end_loop();
  builder_.emit(Op::batch);
  builder_.begin_loop(gathered.times);
  for (auto& request : gathered.requests) {
    builder_.emit(Op::next_answer);
    use_response(request);
    request.finish();
  }
  builder_.repeat_loop({});
  builder_.end_loop();
  batch.finish();
}

//       loop_start max_tries
// try:  steps
//       jump_if until -> done
//       between                 after every try that failed, the last included
//       loop_next -> try
//       on_exhausted
// done:
void JourneyCompiler::compile_poll(Object poll)
{
  const auto counted = poll.has("max_tries");
  const auto count = counted ? std::optional(read_count(poll, "max_tries", "so many times at most")) : std::nullopt;
  if (not open_loop(poll, count))
    return;
  compile_steps(poll.list("steps", {.says = "of a try", .minimum_size = 1}));
  const auto until = required_condition(poll, "until", "a condition, looked at after each try");
  const auto done =
      builder_.emit_jump(Op::jump_if, until, read_assumed(poll), poll.text("until", {.default_value = ""}));
  compile_steps(poll.list("between", {.says = "steps after each try that failed"}));
  builder_.repeat_loop(done);
  compile_steps(poll.list("on_exhausted", {.says = "steps after the last one"}));
  if (poll.has("on_exhausted") and not counted)
    poll.fault("on_exhausted", "never happens without max_tries");
  poll.finish();
  builder_.land(done);
  builder_.end_loop();
}

void JourneyCompiler::compile_repeat(Object repeat)
{
  if (not open_loop(repeat, read_count(repeat, "times", "how often")))
    return;
  compile_steps(repeat.list("steps", {.says = "of one time", .minimum_size = 1}));
  repeat.finish();
  builder_.repeat_loop({});
  builder_.end_loop();
}

void JourneyCompiler::compile_branch(Object branch)
{
  ProgramBuilder::Position otherwise = 0;
  if (branch.exactly_one_of({{"probability", "of `then`"}, {"when", "a condition, such as `status == 200`"}}) ==
      "probability") {
    const auto probability = branch.ratio("probability");
    otherwise = builder_.emit_jump(Op::jump_unless_drawn, builder_.range(probability, 1), 1 - probability,
                                   fmt::format("probability {}", probability));
  } else {
    const auto when = required_condition(branch, "when");
    otherwise =
        builder_.emit_jump(Op::jump_unless, when, 1 - read_assumed(branch), branch.text("when", {.default_value = ""}));
  }
  compile_steps(branch.list("then", {.says = "steps if it is so"}));
  if (branch.has("else")) {
    const auto done = builder_.emit(Op::jump);
    builder_.land(otherwise);
    compile_steps(branch.list("else", {.says = "steps if not"}));
    builder_.land(done);
  } else {
    builder_.land(otherwise);
  }
  branch.finish();
}

void JourneyCompiler::compile_check(Object check)
{
  const auto name = names_.checks.intern(check.text("name", {.says = "as the summary shows it"}));
  builder_.emit(Op::check, name, required_condition(check, "when", "a condition, such as `status == 200`"),
                builder_.group());
  check.finish();
}

void JourneyCompiler::compile_add(Object add)
{
  const auto written = add.text("metric", {.says = "of `metrics`"});
  const auto metric = names_.metrics.find(written);
  if (not metric and add.has("metric"))
    add.fault("metric", fmt::format("{} is not among the custom metrics{}", config::in_quotes(written),
                                    config::suggestion(written, names_.metrics.all())));
  const auto name = metric.value_or(0);
  if (add.exactly_one_of({{"value", "a number or a variable"}, {"when", "a condition: 1 if it holds, else 0"}}) ==
      "when") {
    builder_.emit(Op::add_condition, name, required_condition(add, "when"), builder_.group());
  } else if (const auto value = add.value("value")) {
    const auto text = value->text();
    if (const auto number = config::parse_number(text); number.value)
      builder_.emit(Op::add_number, name, builder_.number(*number.value), builder_.group());
    else
      builder_.emit(Op::add_variable, name, used_variable(*value, text), builder_.group());
  }
  add.finish();
}

void JourneyCompiler::compile_group(Object group)
{
  const auto outer = names_.groups[builder_.group()];
  builder_.begin_group(
      names_.groups.intern(fmt::format("{}::{}", outer, group.text("name", {.says = "of the group"}))));
  compile_steps(group.list("steps", {.says = "inside the group", .minimum_size = 1}));
  builder_.end_group();
  group.finish();
}

void JourneyCompiler::compile_stop(Object& step)
{
  enum class Scope { iteration, repetition, loop };
  const auto scope = step.one_of<Scope>(
      "stop", "", {{"iteration", Scope::iteration}, {"repetition", Scope::repetition}, {"loop", Scope::loop}});
  if (scope == Scope::iteration and part_ == Part::setup)
    step.fault("stop", "setup has no iterations; use repetition");
  if (scope == Scope::repetition and part_ == Part::iterations)
    step.fault("stop", "only setup has repetitions; use iteration");
  if (scope == Scope::loop and builder_.loop_depth() == 0) {
    step.fault("stop", "there is no poll, retry or repeat around it");
    return;
  }
  std::optional<ProgramBuilder::Position> go_on;
  if (step.has("when", "with stop: only if this condition holds")) {
    const auto when = required_condition(step, "when");
    go_on = builder_.emit_jump(Op::jump_unless, when,
                               1 - read_assumed(step, "with stop: how often it holds, for the analytic model"),
                               step.text("when"));
  }
  scope == Scope::loop ? builder_.stop_loop() : builder_.stop_iteration();
  if (go_on)
    builder_.land(*go_on);
}

bool JourneyCompiler::open_loop(Object& loop, std::optional<std::uint32_t> count)
{
  if (builder_.loop_depth() == max_loop_depth) {
    loop.fault(fmt::format("poll, retry and repeat can be nested {} deep at most", max_loop_depth));
    return false;
  }
  builder_.begin_loop(count);
  return true;
}

std::uint32_t JourneyCompiler::required_condition(Object& object, std::string_view key, std::string_view says)
{
  if (const auto written = object.value(key, says))
    return condition(*written);
  object.text(key); // reports that it is missing
  return 0;
}

} // namespace onsale::k6
