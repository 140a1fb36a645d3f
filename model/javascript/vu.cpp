#include "model/javascript/vu.hpp"

#include "model/javascript/api/http_response.hpp"
#include "model/javascript/host.hpp"
#include "model/javascript/script_error.hpp"
#include "sim/engine/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace onsale::javascript {
namespace {

/// Sebastiano Vigna's splitmix64: the numbers of randomSeed().
std::uint64_t splitmix(std::uint64_t& state)
{
  std::uint64_t mixed = (state += 0x9e3779b97f4a7c15);
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return mixed ^ (mixed >> 31);
}

double uniform_of(std::uint64_t& state)
{
  return static_cast<double>(splitmix(state) >> 11) * 0x1.0p-53;
}

/// While code runs for a user.
class Entered {
public:
  Entered(Host& host, Vu& vu) : host_(host), before_(host.enter(&vu)) {}
  Entered(const Entered&) = delete;
  Entered& operator=(const Entered&) = delete;
  ~Entered() { host_.enter(before_); }

private:
  Host& host_;
  Vu* before_;
};

} // namespace

Vu::Vu(Host& host, std::uint32_t number) : host_(host), number_(number)
{
  const Entered entered(host_, *this);
  seeded_ = number; // init code has a stream by number of user
  host_.engine().instantiate(instance_);
  ++host_.counts.initialized;
  seeded_.reset();
}

Vu::~Vu()
{
  const Entered entered(host_, *this);
  if (fiber_.busy())
    abandon();
  pending.clear();
  entry_ = Value();
  data_ = Value();
}

void Vu::start(std::string_view function, const k6::Iteration& iteration, bool setup_result)
{
  ONSALE_CHECK(not fiber_.busy(), fmt::format("virtual user {} has not ended its iteration", number_));
  const Entered entered(host_, *this);
  if (function != function_ || entry_.is_undefined()) {
    function_ = function;
    entry_ = Value(context(), JSF_Export(context(), instance_.module, function_.c_str()));
  }
  if (data_.is_undefined() && not setup_result)
    data_ = Value(context(), host_.setup_data_for(context()));
  iteration_ = iteration;
  setup_result_ = setup_result;
  group = 0;
  seeded_.reset();
  auto& counts = host_.counts;
  if (counts.load_began_s == 0 && not setup_result)
    counts.load_began_s = host_.now_s();
  ++counts.active;
  fiber_.start(host_.engine().stacks(), live, this);
}

Value Vu::call_at_end(std::string_view function, JSValueConst argument)
{
  const Entered entered(host_, *this);
  JS_UpdateStackTop(host_.engine().runtime());
  host_.engine().rest();
  const Value exported(context(), JSF_Export(context(), instance_.module, std::string(function).c_str()));
  JSValue given[] = {argument};
  Value result(context(), JS_Call(context(), exported.get(), JS_UNDEFINED, 1, given));
  if (result.is_exception())
    throw ScriptError(take_exception(context()));
  return result;
}

k6::Action Vu::next(const http::Response* response, k6::UniformSource uniform)
{
  if (not fiber_.busy())
    return {.kind = k6::Action::Kind::end};
  response_ = response;
  uniform_ = &uniform;
  {
    const Entered entered(host_, *this);
    fiber_.resume(host_.engine().runtime());
  }
  if (fatal_)
    throw ScriptError(*std::exchange(fatal_, std::nullopt));
  if (not fiber_.busy())
    return {.kind = k6::Action::Kind::end};
  return action_;
}

void Vu::abandon()
{
  if (not fiber_.busy())
    return;
  abandoned_ = true;
  const Entered entered(host_, *this);
  fiber_.resume(host_.engine().runtime());
  pending.clear();
  abandoned_ = false;
  fatal_.reset();
  ONSALE_CHECK(not fiber_.busy(), fmt::format("virtual user {} goes on after its end", number_));
}

bool Vu::act(const k6::Action& action)
{
  if (not fiber_.busy()) {
    JS_ThrowTypeError(context(), "requests, sleep, check and group are not supported in the init context");
    return false;
  }
  if (not abandoned_) {
    host_.engine().rest();
    if (host_.engine().options().collects_always)
      JS_RunGC(host_.engine().runtime());
    action_ = action;
    fiber_.suspend(host_.engine().runtime());
  }
  if (not abandoned_)
    return true;
  JS_ThrowInternalError(context(), "the iteration was interrupted");
  JSF_Uncatchable(context());
  return false;
}

void Vu::fail(const std::string& why)
{
  JS_ThrowInternalError(context(), "%s", why.c_str());
  JSF_Uncatchable(context());
  fails_ = true;
}

double Vu::uniform()
{
  return seeded_ ? uniform_of(*seeded_) : (*uniform_)();
}

void Vu::seed(std::uint64_t seed)
{
  seeded_ = seed;
}

void Vu::live(void* self)
{
  static_cast<Vu*>(self)->iterate();
}

void Vu::iterate()
{
  host_.engine().rest();
  if (call(entry_.get(), data_.get()))
    while (run_jobs() && serve_pending()) {
    }
  pending.clear();
  auto& counts = host_.counts;
  --counts.active;
  ++(abandoned_ ? counts.interrupted : counts.completed);
  if (not abandoned_)
    ++iterations_begun_;
}

/// @return false: nothing more is to be done in this iteration
bool Vu::call(JSValueConst function, JSValueConst argument)
{
  JSValue given[] = {argument};
  const Value result(context(), JS_Call(context(), function, JS_UNDEFINED, 1, given));
  if (result.is_exception())
    report();
  else if (setup_result_)
    keep_setup_result(result.get());
  return not result.is_exception();
}

bool Vu::run_jobs()
{
  JSContext* where = nullptr;
  for (int result = 1; result != 0;) {
    result = JS_ExecutePendingJob(host_.engine().runtime(), &where);
    if (result < 0) {
      report();
      return false;
    }
  }
  return not abandoned_;
}

bool Vu::serve_pending()
{
  if (std::ranges::any_of(pending, [](const Pending& each) { return not each.is_timer; }))
    return send_pending();
  const auto first = std::ranges::min_element(pending, {}, &Pending::due_s);
  if (first == pending.end())
    return false;
  return fire_timer(static_cast<std::size_t>(first - pending.begin()));
}

/// All requests that were asked for since the last time go out side by side.
bool Vu::send_pending()
{
  std::vector<Pending> requests;
  for (auto& each : pending)
    if (not each.is_timer)
      requests.push_back(std::move(each));
  std::erase_if(pending, [](const Pending& each) { return not each.is_timer; });
  for (const auto& each : requests)
    if (not act({.kind = k6::Action::Kind::gather, .request = &each.request}))
      return false;
  if (not act({.kind = k6::Action::Kind::batch}))
    return false;
  for (auto& each : requests) {
    if (not act({.kind = k6::Action::Kind::next_answer}))
      return false;
    const Value answer(context(), new_response(*this, each.request, each.url.get()));
    JSValue given[] = {answer.get()};
    if (Value(context(), JS_Call(context(), each.resolve.get(), JS_UNDEFINED, 1, given)).is_exception()) {
      report();
      return false;
    }
    if (not run_jobs())
      return false;
  }
  return true;
}

bool Vu::fire_timer(std::size_t which)
{
  const double wait_s = pending[which].due_s - host_.now_s();
  const auto number = pending[which].number;
  if (wait_s > 0 && not act({.kind = k6::Action::Kind::sleep, .value = wait_s}))
    return false;
  const auto timer =
      std::ranges::find_if(pending, [&](const Pending& each) { return each.is_timer && each.number == number; });
  Value function = Value::copy(context(), timer->resolve.get());
  if (timer->every_s > 0)
    timer->due_s += timer->every_s;
  else
    pending.erase(timer);
  return call(function.get(), JS_UNDEFINED);
}

void Vu::keep_setup_result(JSValueConst result)
{
  setup_result_ = false;
  const Value json(context(), JS_JSONStringify(context(), result, JS_UNDEFINED, JS_UNDEFINED));
  host_.setup_data = json.is_string() ? json.text() : std::string();
}

/// k6 logs what an iteration throws and goes on; what makes the rest pointless ends the test.
void Vu::report()
{
  const bool busy = host_.engine().too_busy();
  const bool memory = host_.engine().memory().take_refused();
  const std::string error = take_exception(context());
  if (abandoned_)
    return;
  if (busy)
    fatal_ =
        "the script computes without end, and simulated time does not pass meanwhile (use sleep() to wait): " + error;
  else if (memory)
    fatal_ = fmt::format("virtual user {} holds more than {} MiB: {}", number_ + 1,
                         host_.engine().options().memory_of_user_bytes >> 20, error);
  else if (setup_result_ || fails_)
    fatal_ = error;
  else
    host_.log("error", error);
}

} // namespace onsale::javascript
