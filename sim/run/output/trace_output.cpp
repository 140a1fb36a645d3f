#include "sim/run/output/trace_output.hpp"

#include "model/k6/output/sample_time.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <set>

namespace onsale::run {
namespace {

using Json = nlohmann::ordered_json;
using engine::in_seconds;
using system::Lap;
using system::RequestTrace;

constexpr double us_per_s = 1e6;
constexpr int process = 1;

std::string_view endpoint_of(const Scenario& scenario, const RequestTrace& request)
{
  return scenario.system.endpoints[request.endpoint].id;
}

Json slice(std::string_view name, const char* category, const RequestTrace& request, double start_s, double seconds)
{
  return {{"name", name},   {"cat", category},    {"ph", "X"}, {"ts", start_s * us_per_s}, {"dur", seconds * us_per_s},
          {"pid", process}, {"tid", request.user}};
}

Json name_event(const char* what, std::uint32_t thread, const std::string& name)
{
  return {{"name", what}, {"ph", "M"}, {"pid", process}, {"tid", thread}, {"args", {{"name", name}}}};
}

/// Spreads the bits of a number: ids should not look alike, and must be the same in each run of a seed.
/// Steele, Lea & Flood, Fast splittable pseudorandom number generators, OOPSLA 2014 (SplitMix64).
std::uint64_t spread(std::uint64_t x)
{
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

std::string nanoseconds(k6::Instant start, double time_s)
{
  return fmt::format("{}", k6::instant_of(start, time_s).time_since_epoch().count());
}

Json attribute(const char* key, const Json& value)
{
  return {{"key", key}, {"value", value.is_string() ? Json{{"stringValue", value}} : Json{{"intValue", value.dump()}}}};
}

constexpr int span_internal = 1; // SPAN_KIND_INTERNAL
constexpr int span_client = 3;   // SPAN_KIND_CLIENT
constexpr int status_error = 2;  // STATUS_CODE_ERROR

/// The spans of one request: its own, then its parts.
class SpanWriter {
public:
  SpanWriter(Json& spans, std::uint64_t key, k6::Instant start) : spans_(spans), key_(key), start_(start) {}

  Json& add(std::string_view name, int kind, double start_s, double end_s)
  {
    const std::string id = fmt::format("{:016x}", spread(key_ + ++added_) | 1); // an id of zeros is none
    Json span = {{"traceId", fmt::format("{:016x}{:016x}", spread(key_) | 1, spread(~key_))}, {"spanId", id}};
    if (added_ == 1)
      root_ = id;
    else
      span["parentSpanId"] = root_;
    span.update({{"name", name},
                 {"kind", kind},
                 {"startTimeUnixNano", nanoseconds(start_, start_s)},
                 {"endTimeUnixNano", nanoseconds(start_, end_s)}});
    return spans_.emplace_back(std::move(span));
  }

private:
  Json& spans_;
  std::uint64_t key_;
  k6::Instant start_; // of the test
  std::uint64_t added_ = 0;
  std::string root_;
};

void add_spans(Json& spans, const Scenario& scenario, const RequestTrace& request, std::uint64_t seed,
               k6::Instant start)
{
  const auto& endpoint = scenario.system.endpoints[request.endpoint];
  SpanWriter writer(spans, spread(seed) ^ (request.request_id << 8), start);
  double time_s = in_seconds(request.start);
  Json& root = writer.add(endpoint.method + " " + endpoint.path, span_client, time_s, in_seconds(request.end()));
  root["attributes"] = {attribute("http.request.method", endpoint.method), attribute("http.route", endpoint.path),
                        attribute("onsale.endpoint", endpoint.id), attribute("onsale.virtual_user", request.user)};
  if (request.status != 0)
    root["attributes"].push_back(attribute("http.response.status_code", request.status));
  if (request.cause != system::Cause::none) {
    root["attributes"].push_back(attribute("error.type", std::string(to_string(request.cause))));
    root["status"] = {{"code", status_error}};
  }
  for (const Lap& lap : request.laps) {
    writer.add(to_string(lap.part), span_internal, time_s, time_s + lap.seconds);
    time_s += lap.seconds;
  }
}

} // namespace

std::string chrome_trace(const Scenario& scenario, const system::RequestTraces& traces)
{
  Json events = Json::array();
  events.push_back(name_event("process_name", 0, scenario.name()));
  std::set<std::uint32_t> users;
  for (const RequestTrace& request : traces.requests())
    users.insert(request.user);
  for (const std::uint32_t user : users)
    events.push_back(name_event("thread_name", user, fmt::format("VU {}", user)));
  for (const RequestTrace& request : traces.requests()) {
    double time_s = in_seconds(request.start);
    Json& whole = events.emplace_back(
        slice(endpoint_of(scenario, request), "request", request, time_s, in_seconds(request.end()) - time_s));
    whole["args"] = {{"status", request.status}, {"cause", to_string(request.cause)}};
    for (const Lap& lap : request.laps) {
      events.push_back(slice(to_string(lap.part), "part", request, time_s, lap.seconds));
      time_s += lap.seconds;
    }
  }
  return Json{{"displayTimeUnit", "ms"}, {"traceEvents", std::move(events)}}.dump() + "\n";
}

std::string otlp_trace(const Scenario& scenario, const system::RequestTraces& traces, std::uint64_t seed,
                       k6::Instant start)
{
  Json spans = Json::array();
  for (const RequestTrace& request : traces.requests())
    add_spans(spans, scenario, request, seed, start);
  Json resource = {{"attributes", {attribute("service.name", scenario.system.name)}}};
  Json scope = {{"scope", {{"name", "onsale"}}}, {"spans", std::move(spans)}};
  return Json{{"resourceSpans", {{{"resource", std::move(resource)}, {"scopeSpans", {std::move(scope)}}}}}}.dump() +
         "\n";
}

} // namespace onsale::run
