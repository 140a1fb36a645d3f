/// What a virtual user runs: a compiled journey, or JavaScript on a native stack of its own. A script knows no network
/// and no metrics; whoever drives it sends, sleeps and counts.
///
///   script.start(iteration);
///   const http::Response* response = nullptr;
///   while (true) {
///     const auto action = script.next(response, uniform);
///     ...send, sleep or count what the action says; stop at Action::Kind::end
///   }
#pragma once

#include "model/http/exchange.hpp"
#include "model/k6/script/uniform_source.hpp"

#include <cstdint>
#include <string>

namespace onsale::k6 {

/// One iteration that an executor hands out (in setup: one repetition).
struct Iteration {
  std::uint64_t number = 0; ///< in its scenario, in order of beginning
  /// Which stream of random numbers it draws from: unique in its scenario, and the same whatever the server does.
  std::uint64_t customer = 0;
};

/// A request, by value. Filled in by the script, read before it goes on.
struct Request {
  http::NameId endpoint = 0;
  std::uint32_t tags = 0; ///< in ScriptTables::requests
  double timeout_s = 60;
  http::Fields fields;     ///< what the server looks at
  std::uint32_t bytes = 0; ///< of the request as sent; 0: as the endpoint says
};

///   action           index           metric    value    does
///   request                                             sends `request`; the next call brings the response
///   gather                                              puts `request` into the batch
///   batch                                               sends what was gathered, side by side (http.batch)
///   next_answer                                         the next call brings the batch's next response, in order of
///                                                       gathering: as many as were gathered
///   sleep                                     seconds   sleeps
///   check            of a check                0 or 1   counts a check
///   add              of samples      number    value    adds to a metric of the script's own (of a rate 0 or 1)
///   group_start                                         a group begins
///   group_end        of samples                         the innermost group ends
///   abort                                               ends the whole test (test.abort); `text` says why
///   end                                                 the iteration is over
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
    abort,
    end
  };

  Kind kind = Kind::end;
  std::uint32_t metric = 0; ///< in ScriptTables::metrics
  std::uint32_t index = 0;  ///< in ScriptTables::checks or samples
  double value = 0;
  const Request* request = nullptr; ///< valid until any script goes on
  const std::string* text = nullptr;
};

class Script {
public:
  Script() = default;
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;
  virtual ~Script() = default;

  /// Begins an iteration; the one before has ended or was abandoned.
  virtual void start(const Iteration& iteration) = 0;

  /// Goes on to the next action; simulated time stands still meanwhile. After `end` it stays at the end until start().
  /// @param response  the last response of this iteration, also after other actions; nullptr before the first
  /// @param uniform   the customer's stream of random numbers, to be asked before this call returns
  virtual Action next(const http::Response* response, UniformSource uniform) = 0;

  /// The iteration is cut off where it stands: end of the scenario, or of the test.
  virtual void abandon() {}
};

} // namespace onsale::k6
