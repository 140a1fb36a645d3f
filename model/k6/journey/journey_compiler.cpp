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

double read_assumed(Object& object)
{
  return object.has("assume") ? object.ratio("assume") : missing;
}

std::uint32_t read_count(Object& object, std::string_view key, std::optional<std::int64_t> otherwise = {})
{
  return static_cast<std::uint32_t>(object.integer(
      key, {.minimum = 1, .maximum = std::numeric_limits<std::uint32_t>::max(), .default_value = otherwise}));
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
  value.is_a("journey step");
  auto step = value.object();
  const auto kind = step.exactly_one_of(
      {"select", "request", "batch", "sleep", "poll", "retry", "repeat", "branch", "check", "add", "group", "stop"});
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
  const auto endpoint = request.text("endpoint");
  if (const auto known = names_.endpoints.find(endpoint))
    spec.endpoint = *known;
  else if (request.has("endpoint"))
    request.fault("endpoint", fmt::format("{} is not an endpoint of the system{}", config::in_quotes(endpoint),
                                          config::suggestion(endpoint, names_.endpoints.all())));
  spec.name = names_.requests.intern(request.text("name", {.default_value = endpoint}));
  spec.group = builder_.group();
  spec.timeout_s =
      request
          .duration("timeout",
                    {.above = config::Duration(0), .default_value = config::Duration(60), .default_unit = "ms"})
          .count();
  spec.send = sent_fields(request.object("send"));
  builder_.emit(op, 0, builder_.request(std::move(spec)));
}

void JourneyCompiler::use_response(Object& request)
{
  for (const auto& [variable, place, field] : request.object("keep").entries())
    builder_.emit(Op::keep, defined_variable(field, variable), names_.fields.intern(field_name(field.text())));
  auto append = request.object("append");
  for (const auto& [list, place, field] : append.entries())
    builder_.emit(Op::append, names_.lists.intern(list), names_.fields.intern(field_name(field.text())));
  if (part_ != Part::setup and request.has("append"))
    request.fault("append", "shared lists are filled in setup only");
  for (const auto& check : request.list("checks"))
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
  Batch gathered{.times = read_count(batch, "times", 1), .requests = {}};
  if (not open_loop(batch, gathered.times))
    return;
  batch_ = &gathered;
  compile_steps(batch.list("steps", {.minimum_size = 1}));
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
  const auto count = counted ? std::optional(read_count(poll, "max_tries")) : std::nullopt;
  if (not open_loop(poll, count))
    return;
  compile_steps(poll.list("steps", {.minimum_size = 1}));
  const auto until = required_condition(poll, "until");
  const auto done =
      builder_.emit_jump(Op::jump_if, until, read_assumed(poll), poll.text("until", {.default_value = ""}));
  compile_steps(poll.list("between"));
  builder_.repeat_loop(done);
  compile_steps(poll.list("on_exhausted"));
  if (poll.has("on_exhausted") and not counted)
    poll.fault("on_exhausted", "never happens without max_tries");
  poll.finish();
  builder_.land(done);
  builder_.end_loop();
}

void JourneyCompiler::compile_repeat(Object repeat)
{
  if (not open_loop(repeat, read_count(repeat, "times")))
    return;
  compile_steps(repeat.list("steps", {.minimum_size = 1}));
  repeat.finish();
  builder_.repeat_loop({});
  builder_.end_loop();
}

void JourneyCompiler::compile_branch(Object branch)
{
  ProgramBuilder::Position otherwise = 0;
  if (branch.exactly_one_of({"probability", "when"}) == "probability") {
    const auto probability = branch.ratio("probability");
    otherwise = builder_.emit_jump(Op::jump_unless_drawn, builder_.range(probability, 1), 1 - probability,
                                   fmt::format("probability {}", probability));
  } else {
    const auto when = required_condition(branch, "when");
    otherwise =
        builder_.emit_jump(Op::jump_unless, when, 1 - read_assumed(branch), branch.text("when", {.default_value = ""}));
  }
  compile_steps(branch.list("then"));
  if (branch.has("else")) {
    const auto done = builder_.emit(Op::jump);
    builder_.land(otherwise);
    compile_steps(branch.list("else"));
    builder_.land(done);
  } else {
    builder_.land(otherwise);
  }
  branch.finish();
}

void JourneyCompiler::compile_check(Object check)
{
  const auto name = names_.checks.intern(check.text("name"));
  builder_.emit(Op::check, name, required_condition(check, "when"), builder_.group());
  check.finish();
}

void JourneyCompiler::compile_add(Object add)
{
  const auto written = add.text("metric");
  const auto metric = names_.metrics.find(written);
  if (not metric and add.has("metric"))
    add.fault("metric", fmt::format("{} is not among the custom metrics{}", config::in_quotes(written),
                                    config::suggestion(written, names_.metrics.all())));
  const auto name = metric.value_or(0);
  if (add.exactly_one_of({"value", "when"}) == "when") {
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
  builder_.begin_group(names_.groups.intern(fmt::format("{}::{}", outer, group.text("name"))));
  compile_steps(group.list("steps", {.minimum_size = 1}));
  builder_.end_group();
  group.finish();
}

void JourneyCompiler::compile_stop(Object& step)
{
  enum class Scope { iteration, repetition, loop };
  const auto scope = step.one_of<Scope>(
      "stop", {{"iteration", Scope::iteration}, {"repetition", Scope::repetition}, {"loop", Scope::loop}});
  if (scope == Scope::iteration and part_ == Part::setup)
    step.fault("stop", "setup has no iterations; use repetition");
  if (scope == Scope::repetition and part_ == Part::iterations)
    step.fault("stop", "only setup has repetitions; use iteration");
  if (scope == Scope::loop and builder_.loop_depth() == 0) {
    step.fault("stop", "there is no poll, retry or repeat around it");
    return;
  }
  std::optional<ProgramBuilder::Position> go_on;
  if (step.has("when")) {
    const auto when = required_condition(step, "when");
    go_on = builder_.emit_jump(Op::jump_unless, when, 1 - read_assumed(step), step.text("when"));
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

std::uint32_t JourneyCompiler::required_condition(Object& object, std::string_view key)
{
  if (const auto written = object.value(key))
    return condition(*written);
  object.text(key); // reports that it is missing
  return 0;
}

} // namespace onsale::k6
