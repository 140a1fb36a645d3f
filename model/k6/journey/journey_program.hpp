/// A journey compiled to a flat array of instructions that a virtual user walks at nanoseconds a step.
///
/// Instruction set (`check`, `field`.. are numbers in JourneyNames, `variable` in Program; a draw takes one uniform
/// number u in [0, 1)):
///
///   op                 name       index          target   does
///   set                variable   number                  variable = number
///   sequence           variable   sequence                variable = from + (iteration * step % modulo) / divide
///   draw_int           variable   range                   variable = uniform whole number of [low, high]; a draw
///   draw_unique        variable   range          end      the same, but goes to target if drawn before in this setup
///   draw_real          variable   range                   variable = low + u (high - low); a draw
///   draw_constant      variable   range                   variable = one of numbers[low..high); a draw
///   draw_shared        variable   list                    variable = one element of a shared list; a draw
///   draw_field         variable   field                   variable = one element of a list of the response; a draw
///   keep               variable   field                   variable = field of the last response, or missing
///   append             list       field                   shared list += field of the last response, unless missing
///   request                       request                 ACTION: send it; the next call brings the response
///   gather                        request                 ACTION: put it into the batch
///   batch                                                 ACTION: send what was gathered, side by side
///   next_answer                                           ACTION: the next call brings the batch's next response
///   sleep                         range                   ACTION: sleep low seconds
///   sleep_random                  range                   ACTION: sleep low + u (high - low) seconds; a draw
///   check              check      condition      group    ACTION: count the check
///   add_number         metric     number         group    ACTION: add a number to a custom metric
///   add_variable       metric     variable       group    ACTION: add a variable; skipped while it is missing
///   add_condition      metric     condition      group    ACTION: add 1 or 0
///   group_start, _end  group                              ACTION: a k6 group begins or ends
///   loop_start         counter    count                   counter = count
///   loop_next          counter                   begin    counter -= 1; goes to target unless it is 0
///   jump                                         any      goes to target
///   jump_if, _unless              condition      any      goes to target if the condition holds, or does not
///   jump_unless_drawn             range          any      goes to target unless u < low; a draw
///   end                                                   ACTION: the iteration (in setup: the repetition) is over
///
/// A poll of at most 30 tries:    0 loop_start 30 | 1 request | 2 keep | 3 jump_if position == 0 -> 7 | 4 sleep
///                                5 loop_next -> 1 | 6 end | 7 ..
#pragma once

#include "model/config/place.hpp"
#include "model/http/value.hpp"
#include "model/k6/journey/journey_names.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace onsale::k6 {

/// A probability that nobody stated.
inline constexpr double missing = std::numeric_limits<double>::quiet_NaN();
inline bool is_missing(double value)
{
  return std::isnan(value);
}

/// First what gives a variable a value, then what the user does, then where to go on.
enum class Op : std::uint8_t {
  set,
  sequence,
  draw_int,
  draw_unique,
  draw_real,
  draw_constant,
  draw_shared,
  draw_field,
  keep,
  append,
  request,
  gather,
  batch,
  next_answer,
  sleep,
  sleep_random,
  check,
  add_number,
  add_variable,
  add_condition,
  group_start,
  group_end,
  loop_start,
  loop_next,
  jump,
  jump_if,
  jump_unless,
  jump_unless_drawn,
  end
};

struct Instruction {
  Op op = Op::end;
  NameId name = 0;
  std::uint32_t index = 0;
  std::uint32_t target = 0;
};

struct Range {
  double low = 0;
  double high = 0;
};

/// A walk through whole numbers that depends on the iteration alone: no two iterations below `modulo` get the same
/// value if `step` and `modulo` have no common divisor (and divide is 1). In a batch of several times it counts on with
/// each of them: its number is iteration * times + time.
struct Sequence {
  std::uint64_t step = 1;
  std::uint64_t modulo = 1;
  std::uint64_t divide = 1;
  double from = 0;
  std::uint32_t times = 1; ///< of the batch around it
  NameId counter = 0;      ///< that counts them
};

/// One field of a request: a variable, or a number.
struct SentField {
  NameId field = 0;
  std::optional<NameId> variable;
  http::Value value;
};

struct RequestSpec {
  NameId endpoint = 0;
  NameId name = 0;  ///< k6 tag `name`
  NameId group = 0; ///< k6 tag `group`
  double timeout_s = 60;
  std::vector<SentField> send;
};

enum class Test : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal, present, absent, empty };

/// One comparison. Terms follow each other in groups joined by `and`; the groups are joined by `or`.
struct Term {
  enum class Operand : std::uint8_t {
    variable,
    field,       ///< of the last response; of a list its first element
    status,      ///< of the last response; 0 if none came
    check_failed ///< 1 once a check of this iteration failed
  };
  Operand operand = Operand::status;
  Test test = Test::equal;
  bool ends_group = true;
  NameId name = 0;
  double number = 0;
};

struct Condition {
  std::uint32_t first = 0; ///< in Program::terms
  std::uint32_t count = 0;
};

/// What the reader knows of an instruction but no virtual user needs.
struct InstructionNote {
  config::Place place;
  double probability = missing;         ///< of a jump with a condition: that it goes to its target, if known
  std::string label;                    ///< of a jump with a condition: the condition as written
  std::optional<std::uint32_t> way_out; ///< of loop_next: the jump_if that ends the loop before its count is used up
};

/// Never empty: the last instruction is `end`.
struct Program {
  std::vector<Instruction> code;
  std::vector<double> numbers;
  std::vector<Range> ranges;
  std::vector<Sequence> sequences;
  std::vector<RequestSpec> requests;
  std::vector<Condition> conditions;
  std::vector<Term> terms;
  NameTable variables;                ///< of a virtual user; their number sizes it
  std::vector<InstructionNote> notes; ///< [code]
};

/// How deep poll, retry and repeat may be nested.
inline constexpr std::size_t max_loop_depth = 8;

} // namespace onsale::k6
