/// Walks a compiled journey for one virtual user.
#pragma once

#include "model/k6/journey/journey_program.hpp"
#include "model/k6/script/script.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <unordered_set>
#include <vector>

namespace onsale::k6 {

/// What setup leaves to all virtual users: the elements of each list, [JourneyNames::lists].
using SharedLists = std::vector<std::vector<http::Value>>;

/// What all users of one program share. Program and lists outlive it.
struct JourneyPart {
  const Program& program;
  SharedLists& lists;
  std::vector<std::uint32_t> numbers; ///< [code] of actions: Request::tags, Action::index
  Request request;                    ///< the one that a user is about to send
};

/// Allocates nothing after construction but by `append` and `unique` in setup.
class JourneyRunner final : public Script {
public:
  /// @param part  must outlive the runner
  explicit JourneyRunner(JourneyPart& part);

  /// Variables are missing, no check has failed. What ran before is forgotten, except what `unique` selections have
  /// drawn: one runner does all repetitions of a setup.
  void start(const Iteration& iteration) override;
  Action next(const http::Response* response, UniformSource uniform) override;

  std::span<const http::Value> variables() const { return variables_; }
  bool any_check_failed() const { return check_failed_; }

private:
  using Drawn = std::vector<std::unordered_set<std::int64_t>>;

  void select(const Instruction& at, const http::Response* response, UniformSource uniform);
  Action act(const Instruction& at, std::uint32_t number, const http::Response* response, UniformSource uniform);
  void move(const Instruction& at, const http::Response* response, UniformSource uniform);
  Action request(Action::Kind kind, const RequestSpec& spec, std::uint32_t tags);
  bool holds(std::uint32_t condition, const http::Response* response) const;
  bool holds(const Term& term, const http::Response* response) const;
  double draw_int(const Instruction& at, UniformSource uniform) const;
  bool draw_unique(const Instruction& at, UniformSource uniform);

  JourneyPart* part_;
  std::uint64_t iteration_ = 0;
  std::uint32_t next_ = 0;
  bool check_failed_ = false;
  std::vector<std::uint32_t> counters_; // of the loops around each other
  std::vector<http::Value> variables_;
  std::unique_ptr<Drawn> drawn_; // [code] of a setup with unique selections
};

} // namespace onsale::k6
