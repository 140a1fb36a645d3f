#include "sim/interop/scenario_schema.hpp"

#include "sim/interop/exploration.hpp"
#include "sim/interop/json_schema.hpp"
#include "sim/run/scenario.hpp"

#include <fmt/format.h>

namespace onsale::interop {

Format scenario_format()
{
  int documents = 0;
  return explore([&](const config::Document& document, config::Faults& faults) {
    // The file's name is the default of a test's name: it changes, so that it is not taken for a constant.
    (void)run::read_scenario(
        document, {.path = fmt::format("file-{}.yaml", ++documents), .sets = {}, .application_files = {}}, faults);
  });
}

namespace {

std::string told_by_the_readers()
{
  using Json = nlohmann::ordered_json;
  Json schema = {
      {"$schema", "https://json-schema.org/draft/2020-12/schema"},
      {"title", "onsale scenario"},
      {"description", "A ticket-booking system and a load test of it, or a part of both that other files include."}};
  schema.update(json_schema(scenario_format()));
  Json include = {{"description", "other files of the format, relative to this one; what is said here goes before"},
                  {"anyOf", {{{"type", "string"}}, {{"type", "array"}, {"items", {{"type", "string"}}}}}}};
  Json properties = {{"include", std::move(include)}}; // which is followed before the readers see the document
  properties.update(schema["properties"]);
  schema["properties"] = std::move(properties);
  return schema.dump(2) + "\n";
}

} // namespace

std::string scenario_schema()
{
  static const std::string text = told_by_the_readers(); // the same each time, and seconds of work
  return text;
}

} // namespace onsale::interop
