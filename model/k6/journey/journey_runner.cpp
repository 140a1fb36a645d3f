#include "model/k6/journey/journey_runner.hpp"

#include <algorithm>
#include <cmath>

namespace onsale::k6 {
namespace {

std::size_t drawn_index(std::size_t size, UniformSource uniform)
{
  // A uniform number next to 1 times a large size may round up to the size.
  return std::min(static_cast<std::size_t>(uniform() * static_cast<double>(size)), size - 1);
}

double drawn_element(std::span<const double> values, UniformSource uniform)
{
  return values.empty() ? missing : values[drawn_index(values.size(), uniform)];
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

} // namespace

const Response::List* Response::list(NameId field) const
{
  const auto found =
      std::find_if(lists.begin(), lists.end(), [field](const List& each) { return each.field == field; });
  return found == lists.end() ? nullptr : &*found;
}

double Response::value(NameId field) const
{
  for (const auto& each : fields)
    if (each.field == field)
      return each.value;
  const auto* found = list(field);
  return found != nullptr and not found->values.empty() ? found->values.front() : missing;
}

JourneyRunner::JourneyRunner(const Program& program, SharedLists& shared)
    : program_(&program), shared_(&shared), variables_(program.variables.size(), missing)
{
  if (std::any_of(program.code.begin(), program.code.end(), [](auto& at) { return at.op == Op::draw_unique; }))
    drawn_.resize(program.code.size());
}

void JourneyRunner::start(std::uint64_t iteration)
{
  iteration_ = iteration;
  next_ = 0;
  check_failed_ = false;
  std::fill(variables_.begin(), variables_.end(), missing);
}

Action JourneyRunner::next(const Response* response, UniformSource uniform)
{
  const auto& program = *program_;
  while (true) {
    const auto& at = program.code[next_++];
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
      variables_[at.name] = drawn_element(std::span(program.numbers).subspan(first, size), uniform);
      break;
    }
    case Op::draw_shared:
      variables_[at.name] = drawn_element((*shared_)[at.index], uniform);
      break;
    case Op::draw_field: {
      const auto* list = response != nullptr ? response->list(static_cast<NameId>(at.index)) : nullptr;
      variables_[at.name] = list != nullptr ? drawn_element(list->values, uniform) : missing;
      break;
    }
    case Op::keep:
      variables_[at.name] = response != nullptr ? response->value(static_cast<NameId>(at.index)) : missing;
      break;
    case Op::append: {
      const auto value = response != nullptr ? response->value(static_cast<NameId>(at.index)) : missing;
      if (not is_missing(value))
        (*shared_)[at.name].push_back(value);
      break;
    }
    case Op::request:
      return {Action::Kind::request, false, 0, at.index, 0};
    case Op::gather:
      return {Action::Kind::gather, false, 0, at.index, 0};
    case Op::batch:
      return {Action::Kind::batch, false, 0, 0, 0};
    case Op::next_answer:
      return {Action::Kind::next_answer, false, 0, 0, 0};
    case Op::sleep:
      return {Action::Kind::sleep, false, 0, 0, program.ranges[at.index].low};
    case Op::sleep_random:
      return {Action::Kind::sleep, false, 0, 0, drawn_real(program.ranges[at.index], uniform)};
    case Op::check: {
      const auto passed = holds(at.index, response);
      check_failed_ = check_failed_ or not passed;
      return {Action::Kind::check, passed, at.name, at.target, passed ? 1.0 : 0.0};
    }
    case Op::add_number:
      return {Action::Kind::add, false, at.name, at.target, program.numbers[at.index]};
    case Op::add_variable:
      if (const auto value = variables_[at.index]; not is_missing(value))
        return {Action::Kind::add, false, at.name, at.target, value};
      break;
    case Op::add_condition:
      return {Action::Kind::add, false, at.name, at.target, holds(at.index, response) ? 1.0 : 0.0};
    case Op::group_start:
      return {Action::Kind::group_start, false, at.name, 0, 0};
    case Op::group_end:
      return {Action::Kind::group_end, false, at.name, 0, 0};
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
      if (not(uniform() < program.ranges[at.index].low))
        next_ = at.target;
      break;
    case Op::end:
      --next_;
      return {};
    }
  }
}

bool JourneyRunner::holds(std::uint32_t condition, const Response* response) const
{
  const auto [first, count] = program_->conditions[condition];
  bool group = true;
  for (const auto& term : std::span(program_->terms).subspan(first, count)) {
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
  double value = missing;
  switch (term.operand) {
  case Term::Operand::variable:
    value = variables_[term.name];
    break;
  case Term::Operand::field:
    value = response != nullptr ? response->value(term.name) : missing;
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
    return value == term.number;
  case Test::not_equal:
    return value != term.number;
  case Test::less:
    return value < term.number;
  case Test::less_equal:
    return value <= term.number;
  case Test::greater:
    return value > term.number;
  case Test::greater_equal:
    return value >= term.number;
  case Test::present:
    return not is_missing(value);
  case Test::absent:
    return is_missing(value);
  case Test::empty: {
    const auto* list = response != nullptr ? response->list(term.name) : nullptr;
    return list != nullptr and list->values.empty();
  }
  }
  return false;
}

double JourneyRunner::draw_int(const Instruction& at, UniformSource uniform) const
{
  const auto& range = program_->ranges[at.index];
  return std::min(range.low + std::floor(uniform() * (range.high - range.low + 1)), range.high);
}

bool JourneyRunner::draw_unique(const Instruction& at, UniformSource uniform)
{
  const auto value = draw_int(at, uniform);
  variables_[at.name] = value;
  return drawn_[next_ - 1].insert(static_cast<std::int64_t>(value)).second;
}

} // namespace onsale::k6
