// The half of JourneyCompiler that reads values: selections, pauses, request fields, conditions, variables.
#include "model/config/wording.hpp"
#include "model/http/target.hpp"
#include "model/k6/journey/journey_compiler.hpp"
#include "model/k6/journey/journey_condition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace onsale::k6 {
namespace {

using config::Object;
using config::Value;

bool is_variable_name(std::string_view name)
{
  const auto is_letter = [](char c) { return (c >= 'a' and c <= 'z') or (c >= 'A' and c <= 'Z') or c == '_'; };
  const auto is_digit = [](char c) { return c >= '0' and c <= '9'; };
  if (name.empty() or not is_letter(name.front()) or name == "status")
    return false;
  return std::ranges::all_of(name, [&](char c) { return is_letter(c) or is_digit(c); });
}

/// `[low, high]` as numbers; `read` reads one of the two.
template <class Read> Range read_range(const Value& written, Read read)
{
  const auto bounds = written.list();
  if (bounds.size() != 2) {
    written.fault("expected two values, [lowest, highest]");
    return {};
  }
  const Range range{read(bounds[0]), read(bounds[1])};
  if (range.high < range.low)
    written.fault(fmt::format("{} is below {}", bounds[1].node().text, bounds[0].node().text));
  return range;
}

double read_number(const Value& value)
{
  return value.number();
}
double read_seconds(const Value& value)
{
  return value.duration({.default_unit = "s"}).count();
}

double read_whole(const Value& value)
{
  constexpr auto exact = std::int64_t{1} << 53; // beyond it doubles skip whole numbers
  return static_cast<double>(value.integer({.minimum = -exact, .maximum = exact}));
}

} // namespace

void JourneyCompiler::compile_select(Object select)
{
  const auto name = select.text("name", {.says = "of the variable"});
  const auto variable = select.has("name") ? defined_variable(*select.value("name"), name) : NameId{0};
  const auto unique = select.boolean(
      "unique", {.says = "in setup: a number drawn before skips the repetition", .default_value = false});
  const auto kind = select.exactly_one_of(
      {{"random_int", "[lowest, highest], both included"},
       {"random_real", "[lowest, highest]"},
       {"pick", "one of these numbers, of a list that a setup filled, or of a list of the response"},
       {"const", "this number"},
       {"sequence", "from + (step x n / divide) mod modulo for the n-th iteration"}});
  if (unique and (kind != "random_int" or part_ != Part::setup))
    select.fault("unique", "only goes with random_int and in setup, where it skips the repetition");
  if (kind == "random_int") {
    const auto range = read_range(*select.value(kind), read_whole);
    const auto draw =
        builder_.emit(unique ? Op::draw_unique : Op::draw_int, variable, builder_.range(range.low, range.high));
    if (unique) {
      const auto is_new = builder_.emit(Op::jump);
      builder_.land(draw);
      builder_.stop_iteration();
      builder_.land(is_new);
    }
  } else if (kind == "random_real") {
    const auto range = read_range(*select.value(kind), read_number);
    builder_.emit(Op::draw_real, variable, builder_.range(range.low, range.high));
  } else if (kind == "pick") {
    compile_pick(*select.value(kind), variable);
  } else if (kind == "const") {
    builder_.emit(Op::set, variable, builder_.number(select.number(kind)));
  } else if (kind == "sequence") {
    compile_sequence(select.object(kind), variable);
  }
  select.finish();
}

void JourneyCompiler::compile_pick(const Value& pick, NameId variable)
{
  if (pick.is_list()) {
    std::vector<double> values;
    for (const auto& value : pick.list({.minimum_size = 1}))
      values.push_back(value.number());
    builder_.emit(Op::draw_constant, variable, builder_.numbers(values));
    return;
  }
  const auto name = pick.text();
  if (is_field_name(name)) {
    builder_.emit(Op::draw_field, variable, names_.fields.intern(field_name(name)));
  } else {
    lists_used_.push_back({pick, name});
    builder_.emit(Op::draw_shared, variable, names_.lists.intern(name));
  }
}

void JourneyCompiler::compile_sequence(Object sequence, NameId variable)
{
  constexpr auto most = std::int64_t{std::numeric_limits<std::uint32_t>::max()};
  const auto positive = [&](std::string_view key, std::string_view says, std::int64_t default_value) {
    return static_cast<std::uint64_t>(
        sequence.integer(key, {.says = says, .minimum = 1, .maximum = most, .default_value = default_value}));
  };
  Sequence result;
  result.from = static_cast<double>(sequence.integer("from", {.says = "first number", .default_value = 1}));
  result.step = positive("step", "from iteration to iteration", 1);
  result.modulo = positive("modulo", "after which it begins again", most);
  result.divide = positive("divide", "so many iterations have the same number", 1);
  if (batch_ != nullptr) {
    result.times = batch_->times;
    result.counter = static_cast<NameId>(builder_.loop_depth() - 1);
  }
  sequence.finish();
  builder_.emit(Op::sequence, variable, builder_.sequence(result));
}

void JourneyCompiler::compile_sleep(const Value& sleep)
{
  if (not sleep.is_map()) {
    builder_.emit(Op::sleep, 0, builder_.range(read_seconds(sleep), 0));
    return;
  }
  auto random = sleep.object();
  const auto bounds = random.value("random", "[shortest, longest]");
  const auto range = bounds ? read_range(*bounds, read_seconds) : Range{};
  if (not bounds)
    sleep.fault("expected a duration such as 1s, or {random: [5s, 10s]}");
  random.finish();
  builder_.emit(Op::sleep_random, 0, builder_.range(range.low, range.high));
}

std::vector<SentField> JourneyCompiler::sent_fields(Object send)
{
  std::vector<SentField> fields;
  for (const auto& [name, place, value] : send.entries("a variable or a number")) {
    const auto text = value.text();
    SentField field{names_.fields.intern(name), {}, {}};
    if (const auto number = config::parse_number(text); number.value)
      field.value = *number.value;
    else
      field.variable = used_variable(value, text);
    fields.push_back(field);
  }
  return fields;
}

std::uint32_t JourneyCompiler::condition(const Value& written)
{
  std::vector<Term> terms;
  try {
    for (const auto& parsed : parse_condition(written.text())) {
      Term term{Term::Operand::check_failed, parsed.test, parsed.ends_group, 0, parsed.number};
      if (parsed.operand == "status") {
        term.operand = Term::Operand::status;
      } else if (is_field_name(parsed.operand)) {
        term.operand = Term::Operand::field;
        term.name = names_.fields.intern(field_name(parsed.operand));
      } else if (not parsed.operand.empty()) {
        term.operand = Term::Operand::variable;
        term.name = used_variable(written, parsed.operand);
      }
      if (parsed.test == Test::empty and term.operand != Term::Operand::field)
        written.fault(
            fmt::format("only a list of a response can be empty, {} is none", config::in_quotes(parsed.operand)));
      terms.push_back(term);
    }
  } catch (const std::invalid_argument& problem) {
    written.fault(problem.what());
  }
  return builder_.condition(terms);
}

NameId JourneyCompiler::defined_variable(const Value& written, std::string_view name)
{
  if (not is_variable_name(name))
    written.fault(
        fmt::format("{} cannot be a variable: letters, digits and _ only, not `status`", config::in_quotes(name)));
  variables_defined_.emplace(name);
  return builder_.variable(name);
}

NameId JourneyCompiler::used_variable(const Value& written, std::string_view name)
{
  variables_used_.push_back({written, std::string(name)});
  return builder_.variable(name);
}

void JourneyCompiler::check_variables_used() const
{
  const std::vector<std::string> defined(variables_defined_.begin(), variables_defined_.end());
  for (const auto& [value, name] : variables_used_)
    if (not variables_defined_.contains(name))
      value.fault(
          fmt::format("{} is not a variable that a select or keep of these steps sets{} (a response field of one "
                      "word is written response.{})",
                      config::in_quotes(name), config::suggestion(name, defined), name));
}

} // namespace onsale::k6
