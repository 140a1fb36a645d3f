// All that is known of `respond`.
#include "model/http/target.hpp"
#include "model/system/flow/body_reader.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/work.hpp"

namespace onsale::system {
namespace {

/// The body as it is written, or one that is made of the fields.
void read_representation(FlowReader& reader, config::Object& object, ResponseSpec& response)
{
  http::Representation& shown = response.representation;
  BodyReader bodies(reader, response);
  if (const auto body = object.value("body", "the JSON that scripts read; without it, the fields make it")) {
    shown.body = bodies.read(*body);
  } else {
    shown.body.kind = http::Body::Kind::object;
    for (const auto& [field, name] : response.fields)
      http::put_field(shown.body, reader.name_of(field), field, reader.identities.form(name));
    if (response.list)
      http::put_field(shown.body, reader.name_of(*response.list), *response.list,
                      reader.identities.form(Register::seat));
  }
  config::Object headers = object.object("headers", "of the answer, with `{register}` for its value");
  for (const auto& entry : headers.entries("a text around a register: `/api/reservations/{reservation}`"))
    shown.headers.push_back(bodies.header(entry.key, entry.value));
}

/// `{status: 201, fields: {data.id: reservation}, bytes: 240}`, or a `body` (body_reader.hpp)
void read_response(FlowReader& reader, const config::Value& content)
{
  config::Object object = content.object();
  RespondStep& step = reader.emit<RespondStep>();
  ResponseSpec& response = step.response;
  response.status = static_cast<int>(
      object.integer("status", {.says = "HTTP status", .minimum = 100, .maximum = 599, .default_value = 200}));
  config::Object fields = object.object("fields", "field of the response <- register");
  for (const auto& entry : fields.entries("register"))
    if (const auto name = reader.value_named(entry.value))
      response.fields.emplace_back(reader.field(entry.key), *name);
  if (object.has("list"))
    response.list = reader.field(object.text("list", {.says = "field that holds the list just read"}));
  read_representation(reader, object, response);
  response.bytes = static_cast<double>(object.bytes("bytes", {.says = "of the response", .default_value = 200}));
  response.bytes_per_element = static_cast<double>(
      object.bytes("bytes-per-element", {.says = "more for each element of the list", .default_value = 0}));
  object.finish();
  reader.answers(content);
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
