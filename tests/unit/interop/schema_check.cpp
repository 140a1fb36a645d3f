#include "tests/unit/interop/schema_check.hpp"

#include "model/config/units.hpp"

#include <algorithm>
#include <regex>

namespace onsale::interop {
namespace {

using Json = nlohmann::json;

bool has_type(const Json& value, const std::string& type)
{
  if (type == "integer")
    return value.is_number() and value.get<double>() == static_cast<double>(value.get<std::int64_t>());
  return (type == "object" and value.is_object()) or (type == "array" and value.is_array()) or
         (type == "string" and value.is_string()) or (type == "number" and value.is_number()) or
         (type == "boolean" and value.is_boolean());
}

class Check {
public:
  Check(const Json& root, std::string place) : root_(root), place_(std::move(place)) {}

  std::vector<std::string> run(const Json& value, const Json& schema)
  {
    if (schema.is_boolean()) {
      refuse(schema.get<bool>(), "nothing may stand here");
      return refused_;
    }
    for (const auto& [word, rule] : schema.items())
      look(value, schema, word, rule);
    return refused_;
  }

private:
  void look(const Json& value, const Json& schema, const std::string& word, const Json& rule)
  {
    if (word == "$ref") {
      pass_on(value, root_.at(Json::json_pointer(rule.get<std::string>().substr(1))), place_);
    } else if (word == "type") {
      const auto types = rule.is_array() ? rule.get<std::vector<std::string>>() : std::vector{rule.get<std::string>()};
      refuse(std::ranges::any_of(types, [&](const auto& type) { return has_type(value, type); }), word);
    } else if (word == "enum") {
      refuse(std::ranges::find(rule, value) != rule.end(), word);
    } else if (word == "pattern" and value.is_string()) {
      refuse(std::regex_search(value.get<std::string>(), std::regex(rule.get<std::string>())), word);
    } else if (word == "minimum" and value.is_number()) {
      refuse(value.get<double>() >= rule.get<double>(), word);
    } else if (word == "exclusiveMinimum" and value.is_number()) {
      refuse(value.get<double>() > rule.get<double>(), word);
    } else if (word == "maximum" and value.is_number()) {
      refuse(value.get<double>() <= rule.get<double>(), word);
    } else if (word == "anyOf" or word == "oneOf") {
      const auto fitting = std::ranges::count_if(rule, [&](const Json& form) { return fits(value, form); });
      refuse(word == "anyOf" ? fitting > 0 : fitting == 1, word);
    } else if (word == "allOf") {
      for (const Json& part : rule)
        pass_on(value, part, place_);
    } else if (value.is_array()) {
      look_at_list(value, word, rule);
    } else if (value.is_object()) {
      look_at_map(value, schema, word, rule);
    }
  }

  void look_at_list(const Json& value, const std::string& word, const Json& rule)
  {
    if (word == "minItems")
      refuse(value.size() >= rule.get<std::size_t>(), word);
    if (word == "items")
      for (std::size_t i = 0; i < value.size(); ++i)
        pass_on(value[i], rule, place_ + "/" + std::to_string(i));
  }

  void look_at_map(const Json& value, const Json& schema, const std::string& word, const Json& rule)
  {
    const Json properties = schema.value("properties", Json::object());
    if (word == "required")
      for (const auto& key : rule)
        refuse(value.contains(key.get<std::string>()), "required " + key.get<std::string>());
    if (word != "properties" and word != "additionalProperties" and word != "propertyNames")
      return;
    for (const auto& [key, part] : value.items()) {
      if (word == "propertyNames")
        pass_on(key, rule, place_ + "/" + key);
      else if (word == "properties" and properties.contains(key))
        pass_on(part, properties.at(key), place_ + "/" + key);
      else if (word == "additionalProperties" and not properties.contains(key))
        pass_on(part, rule, place_ + "/" + key);
    }
  }

  bool fits(const Json& value, const Json& schema) const { return refusals(value, schema, root_).empty(); }

  void pass_on(const Json& value, const Json& schema, const std::string& place)
  {
    const auto more = refusals(value, schema, root_, place);
    refused_.insert(refused_.end(), more.begin(), more.end());
  }

  void refuse(bool fine, const std::string& word)
  {
    if (not fine)
      refused_.push_back(place_ + ": " + word);
  }

  const Json& root_;
  std::string place_;
  std::vector<std::string> refused_;
};

} // namespace

Json json_of(const config::Node& node)
{
  switch (node.kind) {
  case config::Node::Kind::null:
    return {};
  case config::Node::Kind::scalar:
    if (const auto number = config::parse_number(node.text).value)
      return *number;
    return node.text == "true" ? Json(true) : node.text == "false" ? Json(false) : Json(node.text);
  case config::Node::Kind::list: {
    Json list = Json::array();
    for (const auto& item : node.items)
      list.push_back(json_of(item));
    return list;
  }
  case config::Node::Kind::map:
    break;
  }
  Json map = Json::object();
  for (const auto& entry : node.entries)
    map[entry.key] = json_of(entry.value);
  return map;
}

std::vector<std::string> refusals(const Json& value, const Json& schema, const Json& root, const std::string& place)
{
  return Check(root, place).run(value, schema);
}

} // namespace onsale::interop
