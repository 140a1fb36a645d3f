/// Walks a compiled journey for one virtual user: given the last response, says the next action. Knows no clock, no
/// network and no metrics; whoever drives it sends, sleeps and counts.
///
///   runner.start(iteration);
///   while (true) {
///     const auto action = runner.next(last_response, uniform);
///     ...send, sleep or count what the action says; stop at Action::Kind::end
///   }
#pragma once

#include "model/k6/journey/journey_program.hpp"

#include <boost/container/small_vector.hpp>

#include <array>
#include <concepts>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <unordered_set>
#include <vector>

namespace onsale::k6 {

/// What a virtual user sees of a response. The spans must live until the next response takes its place.
struct Response {
  struct Field {
    NameId field = 0;
    double value = 0;
  };
  struct List {
    NameId field = 0;
    std::span<const double> values;
  };
  int status = 0; ///< HTTP status; 0 if no response came
  std::span<const Field> fields;
  std::span<const List> lists;

  /// The value of a field, of a list its first element; missing if there is none.
  double value(NameId field) const;
  /// The list of that name, nullptr if there is none.
  const List* list(NameId field) const;
};

/// A reference to anything that is called for a uniform number in [0, 1).
class UniformSource {
public:
  template <class Source>
  requires(std::invocable<Source&> and not std::same_as<std::remove_cvref_t<Source>, UniformSource>)
      // NOLINTNEXTLINE(bugprone-forwarding-reference-overload): excluded by the constraint
      UniformSource(Source&& source)
      : source_(const_cast<void*>(static_cast<const void*>(std::addressof(source)))),
        draw_([](void* from) { return (*static_cast<std::remove_reference_t<Source>*>(from))(); })
  {
  }

  double operator()() const { return draw_(source_); }

private:
  void* source_;
  double (*draw_)(void*);
};

/// What setup leaves to all virtual users: the elements of each list, [JourneyNames::lists].
using SharedLists = std::vector<std::vector<double>>;

struct Action {
  enum class Kind : std::uint8_t {
    request,
    gather,
    batch,
    next_answer,
    sleep,
    check,
    add,
    group_start,
    group_end,
    end
  };

  Kind kind = Kind::end;
  bool passed = false;     ///< check
  NameId name = 0;         ///< check, add (metric), group_start and group_end: the number of the name
  std::uint32_t index = 0; ///< request, gather: in Program::requests; check, add: the group it happens in
  double value = 0;        ///< sleep: seconds, add: the value (of a rate 0 or 1)
};

/// 208 bytes, which hold up to 12 variables; no allocation after construction but by `append` and `unique` in setup.
class JourneyRunner {
public:
  /// Program and lists must outlive the runner.
  JourneyRunner(const Program& program, SharedLists& shared);

  /// Begins an iteration: variables are missing, no check has failed. What ran before is forgotten, except what
  /// `unique` selections have drawn: one runner does all repetitions of a setup.
  /// @param iteration  number of this iteration in its scenario (in setup: of the repetition), from 0
  void start(std::uint64_t iteration);

  /// Goes on to the next action. After `end` it stays at the end until start().
  /// @param response  the last response of this iteration, nullptr before the first
  Action next(const Response* response, UniformSource uniform);

  const RequestSpec& request(const Action& action) const { return program_->requests[action.index]; }
  double value(const SentField& sent) const { return sent.variable ? variables_[*sent.variable] : sent.number; }
  std::span<const double> variables() const { return {variables_.data(), variables_.size()}; }
  bool any_check_failed() const { return check_failed_; }

private:
  bool holds(std::uint32_t condition, const Response* response) const;
  bool holds(const Term& term, const Response* response) const;
  double draw_int(const Instruction& at, UniformSource uniform) const;
  bool draw_unique(const Instruction& at, UniformSource uniform);

  const Program* program_;
  SharedLists* shared_;
  std::uint64_t iteration_ = 0;
  std::uint32_t next_ = 0;
  bool check_failed_ = false;
  std::array<std::uint32_t, max_loop_depth> counters_{};
  boost::container::small_vector<double, 12> variables_;
  std::vector<std::unordered_set<std::int64_t>> drawn_; // [code] of a setup with unique selections, else empty
};

} // namespace onsale::k6
