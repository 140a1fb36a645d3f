#include "model/system/flow/endpoint_reader.hpp"

#include "model/system/flow/step/steps.hpp"

#include <fmt/format.h>

namespace onsale::system {
namespace {

using config::Object;

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
  Object input = object.object("input", "register of the booking core <- field of the request");
  const auto registers = register_names();
  for (const auto& entry : input.entries("field of the request", {registers.begin(), registers.end()}))
    if (const auto name = FlowReader::register_named(entry.value, entry.key))
      endpoint.input.emplace_back(reader.field(entry.value.text()), *name);
  if (not reader.read(
          object.list("flow", {.says = "what a request does, step by step, on a worker thread", .minimum_size = 1}),
          endpoint.flow))
    object.fault("flow", "no step answers the request: add `respond`");
  reader.emit<RespondStep>(); // the end that every path reaches
  object.finish();
  return endpoint;
}

} // namespace

std::vector<Endpoint> read_endpoints(Object endpoints, const Variation& variation, const ConnectionUse& connections,
                                     http::Names& names, std::vector<std::string>& spaces, const PartSections& parts)
{
  FlowReader reader(variation, connections, names, spaces, parts);
  std::vector<Endpoint> read;
  for (const auto& entry : endpoints.entries()) {
    names.endpoints.intern(entry.key);
    read.push_back(read_endpoint(reader, entry.key, entry.value.object()));
  }
  return read;
}

} // namespace onsale::system
