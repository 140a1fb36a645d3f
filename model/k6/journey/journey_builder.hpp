/// Puts a program together: instructions in order, jump targets filled in when they are known, operands in their
/// tables.
#pragma once

#include "model/config/place.hpp"
#include "model/k6/journey/journey_program.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::k6 {

class ProgramBuilder {
public:
  using Position = std::uint32_t;

  /// Where what is emitted from now on was written.
  void at(const config::Place& place) { place_ = place; }
  config::Place place() const { return place_; }

  Position emit(Op op, NameId name = 0, std::uint32_t index = 0, Position target = 0);
  /// A jump with a condition: what the condition is, and how likely the jump goes to its target (`missing`: not known).
  Position emit_jump(Op op, std::uint32_t index, double probability, std::string label);
  Position here() const { return static_cast<Position>(program_.code.size()); }
  /// Lets a jump go to the instruction that is emitted next.
  void land(Position jump) { program_.code[jump].target = here(); }

  std::uint32_t number(double value);
  std::uint32_t numbers(const std::vector<double>& values); ///< a range of Program::numbers
  std::uint32_t range(double low, double high);
  std::uint32_t sequence(const Sequence& sequence);
  std::uint32_t request(RequestSpec request);
  std::uint32_t condition(const std::vector<Term>& terms);
  NameId variable(std::string_view name) { return program_.variables.intern(name); }
  const NameTable& variables() const { return program_.variables; }

  /// Loops and groups that are open where the next instruction goes.
  std::size_t loop_depth() const { return loops_.size(); }
  /// @param count  how often at most; nothing: until something inside jumps out
  void begin_loop(std::optional<std::uint32_t> count);
  /// The jump back. @param way_out  the jump_if that ends the loop early, if there is one
  void repeat_loop(std::optional<Position> way_out);
  void end_loop(); ///< what left the loop goes on here
  void begin_group(NameId group);
  void end_group();
  NameId group() const { return groups_.empty() ? NameId{0} : groups_.back(); }

  void stop_iteration(); ///< closes all open groups first, as a return from inside a k6 group does
  void stop_loop();      ///< the same for the groups opened inside the innermost loop

  Program finish(); ///< emits the last `end`

private:
  struct Loop {
    Position begin = 0;
    bool counted = false;
    std::size_t groups = 0; ///< that were open when it began
    std::vector<Position> leaving;
  };

  void close_groups(std::size_t kept);

  Program program_;
  config::Place place_;
  std::vector<Loop> loops_;
  std::vector<NameId> groups_;
};

} // namespace onsale::k6
