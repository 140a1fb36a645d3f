/// A virtual user of a k6 script: an instance of its modules and a stack, on which an iteration runs until it needs
/// simulated time.
#pragma once

#include "model/javascript/engine/engine.hpp"
#include "model/k6/metric/tags.hpp"
#include "model/k6/script/script.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace onsale::javascript {

class Host;

class Vu {
public:
  /// Instantiates the script.
  /// @param number  in the test, dense from 0
  Vu(Host& host, std::uint32_t number);
  Vu(const Vu&) = delete;
  Vu& operator=(const Vu&) = delete;
  ~Vu();

  std::uint32_t number() const { return number_; }
  Account& account() { return account_; }
  JSContext* context() const { return instance_.context; }
  const Engine::Instance& instance() const { return instance_; }

  /// Begins an iteration of a function that the script exports.
  /// @param setup_result  the function is setup(): what it returns is kept for all users
  void start(std::string_view function, const k6::Iteration& iteration, bool setup_result = false);
  /// Calls a function of the script outside of any iteration. @throws ScriptError what it throws
  Value call_at_end(std::string_view function, JSValueConst argument);
  /// Runs up to the next action. @throws ScriptError when the test cannot go on
  k6::Action next(const http::Response* response, k6::UniformSource uniform);
  /// Unwinds the iteration that is under way; the script does not notice.
  void abandon();

  // For native functions, on this user's stack.

  /// Lets simulated time pass or counts something; returns once the user goes on.
  /// @return false: the iteration was cut off, and an exception is pending that no script can catch
  bool act(const k6::Action& action);
  /// The test cannot go on: an exception is pending that no script can catch, and next() will throw.
  void fail(const std::string& why);
  bool in_init_code() const { return not fiber_.busy(); }
  /// Of the last request; the fields live until the next act().
  const http::Response& response() const { return *response_; }
  double uniform();
  void seed(std::uint64_t seed); ///< randomSeed()
  const k6::Iteration& iteration() const { return iteration_; }
  std::uint64_t iterations_begun() const { return iterations_begun_; }
  std::string_view function() const { return function_; }

  /// A request or a timer whose promise waits.
  struct Pending {
    Value resolve; ///< called with what came
    bool is_timer = false;
    double due_s = 0;
    double every_s = 0; ///< setInterval
    std::uint32_t number = 0;
    k6::Request request;
    Value url;
  };
  std::vector<Pending> pending;
  std::uint32_t timers = 0;

  std::uint32_t group = 0; ///< in Host::groups
  k6::Request request;     ///< being made
  k6::TagSet tags;         ///< exec.vu.tags
  std::string text;        ///< of an action
  std::string scenario;    ///< that it works for

private:
  static void live(void* self);
  void iterate();
  bool call(JSValueConst function, JSValueConst argument);
  bool run_jobs();
  bool serve_pending();
  bool send_pending();
  bool fire_timer(std::size_t which);
  void keep_setup_result(JSValueConst result);
  void report();

  Host& host_;
  std::uint32_t number_;
  Account account_;
  Engine::Instance instance_;
  Fiber fiber_;
  k6::Action action_;
  const http::Response* response_ = nullptr;
  const k6::UniformSource* uniform_ = nullptr;
  k6::Iteration iteration_;
  std::uint64_t iterations_begun_ = 0;
  std::string function_;
  Value entry_;
  Value data_;
  std::optional<std::uint64_t> seeded_;
  std::optional<std::string> fatal_;
  bool fails_ = false;
  bool setup_result_ = false;
  bool abandoned_ = false;
};

} // namespace onsale::javascript
