#include "sim/interop/json_schema.hpp"

#include "model/config/units.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace onsale::interop {
namespace {

using Json = nlohmann::ordered_json;
using Kind = config::Question::Kind;
using Limits = config::Question::Limits;

bool is_told(const std::string& limit)
{
  return not limit.empty() and limit != varies and limit.find("e+") == std::string::npos; // forever is 1e300 s
}

/// Texts that are quantities of some unit; a bare number is one only where there is a default unit, or when it is 0.
Json quantity(const char* pattern, const Limits& limits)
{
  Json schema = {{"type", {"string", "number"}}, {"pattern", pattern}};
  if (limits.default_unit.empty())
    schema["minimum"] = schema["maximum"] = 0;
  return schema;
}

Json number_from(const std::string& text)
{
  const double number = *config::parse_number(text).value;
  return number == static_cast<double>(static_cast<std::int64_t>(number)) ? Json(static_cast<std::int64_t>(number))
                                                                          : Json(number);
}

void limit_number(Json& schema, const Limits& limits)
{
  const auto limit = [&](const char* word, const std::string& text) {
    if (is_told(text))
      schema[word] = number_from(text);
  };
  limit("minimum", limits.minimum);
  limit("exclusiveMinimum", limits.above);
  limit("maximum", limits.maximum);
}

Json scalar_schema(const Scalar& scalar)
{
  const Limits& limits = scalar.limits;
  Json schema;
  switch (scalar.kind) {
  case Kind::number:
  case Kind::integer:
    schema = {{"type", scalar.kind == Kind::number ? "number" : "integer"}};
    limit_number(schema, limits);
    break;
  case Kind::ratio:
    schema = {{"type", {"number", "string"}}, {"pattern", "^[0-9.]+%$"}};
    limit_number(schema, limits);
    break;
  case Kind::duration:
    schema = quantity("^(-?([0-9.]+(ns|us|µs|ms|s|m|min|h|d))+|[Pp][0-9TtDdHhMmSs.]+|0)$", limits);
    break;
  case Kind::bytes:
    schema = quantity("^([0-9.]+([Bb]|[KkMmGgTt]([Ii]?[Bb])?)|0)$", limits);
    break;
  case Kind::rate:
    schema = quantity("^([0-9.]+/(ns|us|ms|s|m|min|h|d)|0)$", limits);
    break;
  case Kind::boolean:
    schema = {{"enum", {true, false, "yes", "no", "on", "off"}}};
    break;
  case Kind::choice:
    schema = {{"enum", scalar.words}};
    break;
  default:
    schema = {{"type", {"string", "number", "boolean"}}};
    break;
  }
  if (is_told(limits.default_value)) {
    const bool is_number = scalar.kind == Kind::number or scalar.kind == Kind::integer or scalar.kind == Kind::ratio;
    const auto number = config::parse_number(limits.default_value);
    if (scalar.kind == Kind::boolean)
      schema["default"] = limits.default_value == "true";
    else if (is_number and number.value)
      schema["default"] = number_from(limits.default_value);
    else
      schema["default"] = limits.default_value;
  }
  return schema;
}

std::string definition_name(std::string name)
{
  std::ranges::replace(name, ' ', '-');
  return name;
}

/// `server.port: ..` is also `server: {port: ..}`.
void add_nested(Json& properties, const std::string& name, const Json& schema)
{
  const auto dot = name.find('.');
  if (dot == std::string::npos) {
    properties[name] = schema;
    return;
  }
  Json& map = properties[name.substr(0, dot)];
  if (map.is_null())
    map = {{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}};
  add_nested(map["properties"], name.substr(dot + 1), schema);
}

class Writer {
public:
  explicit Writer(const Format& format) : format_(format) {}

  Json write()
  {
    for (const Shape::Key& each : format_.named)
      is_complete_[each.name] = true;
    find_incomplete(format_.top, false);
    for (bool is_settled = false; not is_settled;) { // a named shape may be incomplete because of the one it is part of
      const auto before = is_complete_;
      for (const Shape::Key& each : format_.named)
        find_incomplete(*each.value, is_complete_[each.name]);
      is_settled = before == is_complete_;
    }
    Json schema = schema_of(format_.top, false);
    for (const Shape::Key& each : format_.named)
      schema["$defs"][definition_name(each.name)] = schema_of(*each.value, is_complete_[each.name]);
    return schema;
  }

private:
  /// Marks the named shapes that stand somewhere outside of a list, where an included file may complete them.
  void find_incomplete(const Shape& shape, bool is_complete)
  {
    if (not shape.name.empty() and not is_complete)
      is_complete_[shape.name] = false;
    for (const Shape::Key& key : shape.keys)
      find_incomplete(*key.value, is_complete);
    if (shape.own != nullptr)
      find_incomplete(*shape.own, is_complete);
    if (shape.element != nullptr)
      find_incomplete(*shape.element, true);
  }

  Json schema_of(const Shape& shape, bool is_complete)
  {
    Json schema = form_of(shape, is_complete);
    if (not shape.says.empty())
      schema["description"] = fmt::format("{}", fmt::join(shape.says, "; "));
    return schema;
  }

  Json form_of(const Shape& shape, bool is_complete)
  {
    if (not shape.name.empty())
      return {{"$ref", "#/$defs/" + definition_name(shape.name)}};
    Json forms = Json::array();
    for (const Scalar& scalar : shape.scalars)
      forms.push_back(scalar_schema(scalar));
    if (shape.is_list)
      forms.push_back(list_schema(shape));
    if (shape.is_map)
      forms.push_back(map_schema(shape, is_complete));
    if (forms.size() > 1)
      return {{"anyOf", forms}};
    return forms.empty() ? Json::object() : forms.front();
  }

  Json list_schema(const Shape& shape)
  {
    Json schema = {{"type", "array"}, {"items", schema_of(*shape.element, true)}};
    if (shape.least_elements > 0)
      schema["minItems"] = shape.least_elements;
    return schema;
  }

  Json map_schema(const Shape& shape, bool is_complete)
  {
    Json schema = {{"type", "object"}};
    Json properties = Json::object();
    for (const Shape::Key& key : shape.keys)
      properties[key.name] = schema_of(*key.value, is_complete);
    for (const Shape::Key& key : shape.keys)
      if (key.name.find('.') != std::string::npos)
        add_nested(properties, key.name, Json(properties[key.name]));
    if (not properties.empty())
      schema["properties"] = properties;
    schema["additionalProperties"] = false;
    if (shape.own != nullptr)
      schema["additionalProperties"] = schema_of(*shape.own, is_complete);
    if (not shape.own_names.empty())
      schema["propertyNames"] = {{"enum", shape.own_names}};
    if (is_complete)
      require(schema, shape);
    return schema;
  }

  static void require(Json& schema, const Shape& shape)
  {
    for (const std::string& key : shape.required)
      if (not shape.optional.contains(key))
        schema["required"].push_back(key);
    for (const auto& group : shape.one_of) {
      Json alternatives = Json::array();
      for (const std::string& key : group)
        alternatives.push_back({{"required", {key}}});
      schema["allOf"].push_back({{"oneOf", alternatives}});
    }
  }

  const Format& format_;
  std::map<std::string, bool> is_complete_; // by name: it stands inside lists only
};

} // namespace

Json json_schema(const Format& format)
{
  return Writer(format).write();
}

} // namespace onsale::interop
