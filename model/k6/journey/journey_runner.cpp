#include "model/k6/journey/journey_runner.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace onsale::k6 {

using http::Response;

namespace {

std::size_t drawn_index(std::size_t size, UniformSource uniform)
{
  // A uniform number next to 1 times a large size may round up to the size.
  return std::min(static_cast<std::size_t>(uniform() * static_cast<double>(size)), size - 1);
}

template <class Element> http::Value drawn_element(std::span<const Element> values, UniformSource uniform)
{
  return values.empty() ? http::Value() : values[drawn_index(values.size(), uniform)];
}

double drawn_real(const Range& range, UniformSource uniform)
{
  return range.low + uniform() * (range.high - range.low);
}

double element(const Sequence& sequence, std::uint64_t number)
{
  // Both factors below modulo <= 2^32 - 1, which the reader ensures: the product fits.
  const auto offset = (number % sequence.modulo) * (sequence.step % sequence.modulo) % sequence.modulo;
  const auto whole = offset / sequence.divide; // integer division, as Math.floor in a script
  return sequence.from + static_cast<double>(whole);
}

/// Of a list its first element: lists live no longer than their response.
http::Value scalar(const Response* response, NameId field)
{
  const auto value = response != nullptr ? response->value(field) : http::Value();
  if (value.kind() != http::Value::Kind::list)
    return value;
  return value.as_list().empty() ? http::Value() : value.as_list().front();
}

/// An empty list has no first element.
bool is_absent(const http::Value& value)
{
  return value.is_missing() or (value.kind() == http::Value::Kind::list and value.as_list().empty());
}

/// A loop that neither sends nor sleeps would never come back.
void count_round(std::uint32_t& rounds)
{
  constexpr std::uint32_t most = 10'000'000;
  if (++rounds > most)
    throw std::runtime_error("a loop of a journey goes round " + std::to_string(most) +
                             " times and does nothing; let it send a request or sleep");
}

std::size_t loops_of(const Program& program)
{
  std::size_t loops = 0;
  for (const auto& at : program.code)
    if (at.op == Op::loop_start)
      loops = std::max<std::size_t>(loops, at.name + 1);
  return loops;
}

} // namespace

JourneyRunner::JourneyRunner(JourneyPart& part)
    : part_(&part), counters_(loops_of(part.program)), variables_(part.program.variables.size())
{
  const auto& code = part.program.code;
  if (std::ranges::any_of(code, [](auto& at) { return at.op == Op::draw_unique; }))
    drawn_ = std::make_unique<Drawn>(code.size());
}

void JourneyRunner::start(const Iteration& iteration)
{
  iteration_ = iteration.number;
  next_ = 0;
  check_failed_ = false;
  std::ranges::fill(variables_, http::Value());
}

Action JourneyRunner::next(const Response* response, UniformSource uniform)
{
  std::uint32_t rounds = 0; // of loops, since the last action
  while (true) {
    const auto number = part_->numbers[next_];
    const auto before = next_;
    const auto& at = part_->program.code[next_++];
    if (at.op <= Op::append)
      select(at, response, uniform);
    else if (at.op >= Op::loop_start)
      move(at, response, uniform);
    else if (const auto action = act(at, number, response, uniform); action.kind != Action::Kind::end)
      return action;
    if (at.op == Op::end)
      return {};
    if (next_ <= before)
      count_round(rounds);
  }
}

/// A value for a variable or a list.
void JourneyRunner::select(const Instruction& at, const Response* response, UniformSource uniform)
{
  const auto& program = part_->program;
  switch (at.op) {
  case Op::set:
    variables_[at.name] = program.numbers[at.index];
    break;
  case Op::sequence: {
    const auto& sequence = program.sequences[at.index];
    const auto time = sequence.times > 1 ? sequence.times - counters_[sequence.counter] : 0;
    variables_[at.name] = element(sequence, iteration_ * sequence.times + time);
    break;
  }
  case Op::draw_int:
    variables_[at.name] = draw_int(at, uniform);
    break;
  case Op::draw_unique:
    if (not draw_unique(at, uniform))
      next_ = at.target;
    break;
  case Op::draw_real:
    variables_[at.name] = drawn_real(program.ranges[at.index], uniform);
    break;
  case Op::draw_constant: {
    const auto& range = program.ranges[at.index];
    const auto first = static_cast<std::size_t>(range.low);
    const auto size = static_cast<std::size_t>(range.high) - first;
    variables_[at.name] = drawn_element(std::span<const double>(program.numbers).subspan(first, size), uniform);
    break;
  }
  case Op::draw_shared:
    variables_[at.name] = drawn_element(std::span<const http::Value>(part_->lists[at.index]), uniform);
    break;
  case Op::draw_field:
    variables_[at.name] =
        response != nullptr ? drawn_element(response->value(at.index).as_list(), uniform) : http::Value();
    break;
  case Op::keep:
    variables_[at.name] = scalar(response, at.index);
    break;
  case Op::append:
    if (const auto value = scalar(response, at.index); not value.is_missing())
      part_->lists[at.name].push_back(value);
    break;
  default:
    break;
  }
}

/// @return what the user is to do; `end`: nothing this time
Action JourneyRunner::act(const Instruction& at, std::uint32_t number, const Response* response, UniformSource uniform)
{
  const auto& program = part_->program;
  switch (at.op) {
  case Op::request:
    return request(Action::Kind::request, program.requests[at.index], number);
  case Op::gather:
    return request(Action::Kind::gather, program.requests[at.index], number);
  case Op::batch:
    return {.kind = Action::Kind::batch};
  case Op::next_answer:
    return {.kind = Action::Kind::next_answer};
  case Op::sleep:
    return {.kind = Action::Kind::sleep, .value = program.ranges[at.index].low};
  case Op::sleep_random:
    return {.kind = Action::Kind::sleep, .value = drawn_real(program.ranges[at.index], uniform)};
  case Op::check: {
    const auto passed = holds(at.index, response);
    check_failed_ = check_failed_ or not passed;
    return {.kind = Action::Kind::check, .index = number, .value = passed ? 1.0 : 0.0};
  }
  case Op::add_number:
    return {.kind = Action::Kind::add, .metric = at.name, .index = number, .value = program.numbers[at.index]};
  case Op::add_variable:
    if (const auto value = variables_[at.index].as_number(); not std::isnan(value))
      return {.kind = Action::Kind::add, .metric = at.name, .index = number, .value = value};
    return {};
  case Op::add_condition:
    return {
        .kind = Action::Kind::add, .metric = at.name, .index = number, .value = holds(at.index, response) ? 1.0 : 0.0};
  case Op::group_start:
    return {.kind = Action::Kind::group_start, .index = number};
  case Op::group_end:
    return {.kind = Action::Kind::group_end, .index = number};
  default:
    return {};
  }
}

void JourneyRunner::move(const Instruction& at, const Response* response, UniformSource uniform)
{
  switch (at.op) {
  case Op::loop_start:
    counters_[at.name] = at.index;
    break;
  case Op::loop_next:
    if (--counters_[at.name] != 0)
      next_ = at.target;
    break;
  case Op::jump:
    next_ = at.target;
    break;
  case Op::jump_if:
    if (holds(at.index, response))
      next_ = at.target;
    break;
  case Op::jump_unless:
    if (not holds(at.index, response))
      next_ = at.target;
    break;
  case Op::jump_unless_drawn:
    if (not(uniform() < part_->program.ranges[at.index].low))
      next_ = at.target;
    break;
  case Op::end:
    --next_;
    break;
  default:
    break;
  }
}

Action JourneyRunner::request(Action::Kind kind, const RequestSpec& spec, std::uint32_t tags)
{
  auto& request = part_->request;
  request.endpoint = spec.endpoint;
  request.tags = tags;
  request.timeout_s = spec.timeout_s;
  request.fields.clear();
  for (const auto& sent : spec.send)
    request.fields.push_back({sent.field, sent.variable ? variables_[*sent.variable] : sent.value});
  return {.kind = kind, .request = &request};
}

bool JourneyRunner::holds(std::uint32_t condition, const Response* response) const
{
  const auto [first, count] = part_->program.conditions[condition];
  bool group = true;
  for (const auto& term : std::span(part_->program.terms).subspan(first, count)) {
    group = group and holds(term, response);
    if (not term.ends_group)
      continue;
    if (group)
      return true;
    group = true;
  }
  return false;
}

bool JourneyRunner::holds(const Term& term, const Response* response) const
{
  http::Value value;
  switch (term.operand) {
  case Term::Operand::variable:
    value = variables_[term.name];
    break;
  case Term::Operand::field:
    value = response != nullptr ? response->value(term.name) : http::Value();
    break;
  case Term::Operand::status:
    value = response != nullptr ? response->status : 0;
    break;
  case Term::Operand::check_failed:
    value = check_failed_ ? 1 : 0;
    break;
  }
  switch (term.test) {
  case Test::equal:
    return value.as_number() == term.number;
  case Test::not_equal:
    return value.as_number() != term.number;
  case Test::less:
    return value.as_number() < term.number;
  case Test::less_equal:
    return value.as_number() <= term.number;
  case Test::greater:
    return value.as_number() > term.number;
  case Test::greater_equal:
    return value.as_number() >= term.number;
  case Test::present:
    return not is_absent(value);
  case Test::absent:
    return is_absent(value);
  case Test::empty:
    return value.kind() == http::Value::Kind::list and value.as_list().empty();
  }
  return false;
}

double JourneyRunner::draw_int(const Instruction& at, UniformSource uniform) const
{
  const auto& range = part_->program.ranges[at.index];
  return std::min(range.low + std::floor(uniform() * (range.high - range.low + 1)), range.high);
}

bool JourneyRunner::draw_unique(const Instruction& at, UniformSource uniform)
{
  const auto value = draw_int(at, uniform);
  variables_[at.name] = value;
  return (*drawn_)[next_ - 1].insert(static_cast<std::int64_t>(value)).second;
}

} // namespace onsale::k6
