#include "model/system/flow/endpoint_reader.hpp"

#include "model/system/executor/async_step.hpp"
#include "model/system/flow/step/steps.hpp"

#include <fmt/format.h>

namespace onsale::system {
namespace {

using config::Object;

using InputPlace = http::InputSource::Place;

constexpr std::pair<const char*, InputPlace> places[] = {{"path", InputPlace::path},
                                                         {"query", InputPlace::query},
                                                         {"body", InputPlace::body},
                                                         {"header", InputPlace::header},
                                                         {"cookie", InputPlace::cookie}};

/// `userId`, or `{header: Authorization, as: "Bearer {}"}`
http::InputSource read_source(const config::Value& value)
{
  http::InputSource source;
  if (not value.is_map()) {
    source.key = value.text();
    return source;
  }
  Object object = value.object();
  const std::string place = object.exactly_one_of({{"path", "`{name}` of the endpoint's path"},
                                                   {"query", "after the question mark of the URL"},
                                                   {"body", "a member of its JSON, or of a form"},
                                                   {"header", "in any case"},
                                                   {"cookie", "that the client sends"}});
  for (const auto& [name, where] : places)
    if (place == name) {
      source.place = where;
      source.key = object.text(name);
    }
  source.pattern = object.text("as", {.says = "the text around it: `Bearer {}`", .default_value = "{}"});
  if (source.pattern.find("{}") == std::string::npos)
    object.fault("as", "expected a text with {} in it, such as \"Bearer {}\"");
  if (source.pattern == "{}")
    source.pattern.clear();
  object.finish();
  return source;
}

void read_inputs(FlowReader& reader, Object& object, Endpoint& endpoint)
{
  Object input =
      object.object("input", "value of the flow <- field of the request; a register of the booking core, such "
                             "as user or seat, or a name of its own");
  for (const auto& entry : input.entries("field of the request: its name, or `{header: NAME, as: \"Bearer {}\"}`, with "
                                         "path, query, body or cookie for header")) {
    const auto name = reader.filled_value(entry.value, entry.key);
    http::InputSource source = read_source(entry.value);
    if (not name)
      continue;
    source.form = reader.identities.form(*name);
    endpoint.input.emplace_back(reader.field(source.key), *name);
    endpoint.input_sources.push_back(std::move(source));
  }
}

Endpoint read_endpoint(FlowReader& reader, const std::string& id, Object object)
{
  Endpoint endpoint;
  endpoint.id = id;
  endpoint.method = object.text("method", {.says = "HTTP method", .default_value = "GET"});
  endpoint.path = object.text("path", {.says = "as it would stand in a URL"});
  endpoint.request_bytes =
      static_cast<double>(object.bytes("request-bytes", {.says = "sent by k6", .default_value = 200}));
  endpoint.allocates_bytes = static_cast<double>(
      object.bytes("allocates", {.says = "garbage that a request leaves in the heap", .default_value = 0}));
  endpoint.holds_bytes = static_cast<double>(
      object.bytes("holds", {.says = "of what it allocates, reachable until the request ends", .default_value = 0}));
  if (endpoint.holds_bytes > endpoint.allocates_bytes)
    object.fault("holds", fmt::format("{:.0f} bytes are more than the {:.0f} that the request allocates",
                                      endpoint.holds_bytes, endpoint.allocates_bytes));
  reader.begin(endpoint.flow);
  read_inputs(reader, object, endpoint);
  if (not reader.read(
          object.list("flow", {.says = "what a request does, step by step, on a worker thread", .minimum_size = 1})))
    object.fault("flow", "no step answers the request: add `respond`");
  reader.emit<RespondStep>(); // the end that every path reaches
  endpoint.after_response = emit_after_response(reader);
  endpoint.own_values = reader.own_values();
  reader.end();
  object.finish();
  return endpoint;
}

} // namespace

std::vector<Endpoint> read_endpoints(Object endpoints, FlowReader& reader, http::Names& names)
{
  std::vector<Endpoint> read;
  for (const auto& entry : endpoints.entries()) {
    names.endpoints.intern(entry.key);
    read.push_back(read_endpoint(reader, entry.key, entry.value.object()));
  }
  return read;
}

std::optional<Endpoint> read_unmatched(Object& top, http::Names& names, const Identities& identities)
{
  const auto written = top.value(
      "unmatched",
      "what a request gets that no endpoint takes: `fault` ends the test, else a status or what `respond` takes");
  if (not written || written->node().text == "fault")
    return std::nullopt;
  std::vector<std::string> spaces;
  const PartSections parts;
  FlowReader reader({}, {}, names, spaces, parts);
  reader.identities = identities;
  Endpoint endpoint;
  endpoint.id = unmatched_id;
  endpoint.method = "*";
  if (written->is_map()) {
    reader.read_answer(*written, endpoint.flow);
  } else {
    reader.begin(endpoint.flow);
    ResponseSpec& response = reader.emit<RespondStep>().response;
    response.status = static_cast<int>(written->integer({.minimum = 100, .maximum = 599}));
    response.representation.body.kind = http::Body::Kind::object;
  }
  names.endpoints.intern(endpoint.id);
  return endpoint;
}

} // namespace onsale::system
