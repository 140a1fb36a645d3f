#include "model/k6/journey/journey_builder.hpp"

#include <utility>

namespace onsale::k6 {
namespace {

template <class T> std::uint32_t put(std::vector<T>& table, T value)
{
  table.push_back(std::move(value));
  return static_cast<std::uint32_t>(table.size() - 1);
}

} // namespace

ProgramBuilder::Position ProgramBuilder::emit(Op op, NameId name, std::uint32_t index, Position target)
{
  program_.code.push_back({op, name, index, target});
  program_.notes.push_back({place_, missing, {}, {}});
  return here() - 1;
}

ProgramBuilder::Position ProgramBuilder::emit_jump(Op op, std::uint32_t index, double probability, std::string label)
{
  const auto jump = emit(op, 0, index);
  program_.notes[jump].probability = probability;
  program_.notes[jump].label = std::move(label);
  return jump;
}

std::uint32_t ProgramBuilder::number(double value)
{
  return put(program_.numbers, value);
}

std::uint32_t ProgramBuilder::numbers(const std::vector<double>& values)
{
  const auto first = program_.numbers.size();
  program_.numbers.insert(program_.numbers.end(), values.begin(), values.end());
  return range(static_cast<double>(first), static_cast<double>(program_.numbers.size()));
}

std::uint32_t ProgramBuilder::range(double low, double high)
{
  return put(program_.ranges, Range{low, high});
}

std::uint32_t ProgramBuilder::sequence(const Sequence& sequence)
{
  return put(program_.sequences, sequence);
}

std::uint32_t ProgramBuilder::request(RequestSpec request)
{
  return put(program_.requests, std::move(request));
}

std::uint32_t ProgramBuilder::condition(const std::vector<Term>& terms)
{
  const auto first = program_.terms.size();
  program_.terms.insert(program_.terms.end(), terms.begin(), terms.end());
  return put(program_.conditions,
             Condition{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(terms.size())});
}

void ProgramBuilder::begin_loop(std::optional<std::uint32_t> count)
{
  if (count)
    emit(Op::loop_start, static_cast<NameId>(loops_.size()), *count);
  loops_.push_back({here(), count.has_value(), groups_.size(), {}});
}

void ProgramBuilder::repeat_loop(std::optional<Position> way_out)
{
  const auto& loop = loops_.back();
  const auto counter = static_cast<NameId>(loops_.size() - 1);
  const auto back = loop.counted ? emit(Op::loop_next, counter, 0, loop.begin) : emit(Op::jump, 0, 0, loop.begin);
  program_.notes[back].way_out = way_out;
}

void ProgramBuilder::end_loop()
{
  for (const auto jump : loops_.back().leaving)
    land(jump);
  loops_.pop_back();
}

void ProgramBuilder::begin_group(NameId group)
{
  emit(Op::group_start, group);
  groups_.push_back(group);
}

void ProgramBuilder::end_group()
{
  emit(Op::group_end, groups_.back());
  groups_.pop_back();
}

void ProgramBuilder::stop_iteration()
{
  close_groups(0);
  emit(Op::end);
}

void ProgramBuilder::stop_loop()
{
  auto& loop = loops_.back();
  close_groups(loop.groups);
  loop.leaving.push_back(emit(Op::jump));
}

Program ProgramBuilder::finish()
{
  emit(Op::end);
  return std::move(program_);
}

void ProgramBuilder::close_groups(std::size_t kept)
{
  for (auto open = groups_.size(); open > kept; --open)
    emit(Op::group_end, groups_[open - 1]);
}

} // namespace onsale::k6
