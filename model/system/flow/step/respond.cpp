// All that is known of `respond`.
#include "model/http/target.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/work.hpp"

namespace onsale::system {
namespace {

/// `{status: 201, fields: {data.id: reservation}, bytes: 240}`
void read_response(FlowReader& reader, const config::Value& content)
{
  config::Object object = content.object();
  RespondStep& step = reader.emit<RespondStep>();
  ResponseSpec& response = step.response;
  response.status = static_cast<int>(
      object.integer("status", {.says = "HTTP status", .minimum = 100, .maximum = 599, .default_value = 200}));
  config::Object fields = object.object("fields", "field of the response <- register");
  for (const auto& entry : fields.entries("register"))
    if (const auto name = FlowReader::register_named(entry.value))
      response.fields.emplace_back(reader.field(entry.key), *name);
  if (object.has("list"))
    response.list = reader.field(object.text("list", {.says = "field that holds the list just read"}));
  response.bytes = static_cast<double>(object.bytes("bytes", {.says = "of the response", .default_value = 200}));
  response.bytes_per_element = static_cast<double>(
      object.bytes("bytes-per-element", {.says = "more for each element of the list", .default_value = 0}));
  object.finish();
  reader.answers();
}

} // namespace

const StepKind respond_step{.name = "respond", .says = "answers the request", .read = read_response};

Progress RespondStep::run(Work& work) const
{
  work.response = &response;
  work.status = response.status;
  return Progress::done();
}

void RespondStep::demand(DemandWalk& walk) const
{
  walk.end();
}

} // namespace onsale::system
