#include "model/system/flow/body_reader.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace onsale::system {
namespace {

using http::Body;

/// As JSON writes numbers: `007` and `1e` are texts.
std::optional<double> json_number(const std::string& text)
{
  const auto digits = text.find_first_not_of('-');
  const bool is_plain = digits != std::string::npos && digits <= 1 &&
                        std::isdigit(static_cast<unsigned char>(text[digits])) != 0 &&
                        (text[digits] != '0' || digits + 1 == text.size() ||
                         std::isdigit(static_cast<unsigned char>(text[digits + 1])) == 0);
  double number = 0;
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return is_plain && read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

Body constant(const std::string& text)
{
  Body body;
  if (text == "null")
    return body;
  if (text == "true" || text == "false") {
    body.kind = Body::Kind::truth;
    body.number = text == "true" ? 1 : 0;
    return body;
  }
  if (const auto number = json_number(text))
    return Body::of_number(*number);
  return Body::of_text(text.starts_with("$$") ? text.substr(1) : text);
}

std::string below(const std::string& path, const std::string& name)
{
  return path.empty() ? name : path + "." + name;
}

} // namespace

Body BodyReader::read(const config::Value& value, const std::string& path)
{
  value.is_a("body", "JSON with registers in it: `$token`, `{$each: ..}`, `{$if: ..}`");
  if (value.is_map())
    return of_map(value, path);
  if (not value.is_list())
    return of_scalar(value, path);
  Body list;
  list.kind = Body::Kind::list;
  for (const auto& item : value.list())
    list.parts.push_back(read(item, path + "." + std::to_string(list.parts.size())));
  return list;
}

Body BodyReader::of_scalar(const config::Value& value, const std::string& path)
{
  const std::string& text = value.node().text;
  if (not value.is_scalar())
    return {};
  if (not text.starts_with('$') || text.starts_with("$$"))
    return constant(text);
  const auto name = reader_.value_named(value, text.substr(1));
  return name ? shown(*name, path) : Body();
}

Body BodyReader::of_map(const config::Value& value, const std::string& path)
{
  config::Object object = value.object();
  if (const auto text = object.value("$text", "a text that would be taken for something else: `404`, `true`"))
    return Body::of_text(text->text());
  if (object.has("$each", "of the list: `seat`, or what counts up: `{event: 28}`, `{reservation: $count}`"))
    return each(object, path);
  if (object.has("$if", "one of two"))
    return choice(object, path);
  Body body;
  body.kind = Body::Kind::object;
  for (const auto& entry : object.entries("a part of the body")) {
    if (entry.key.starts_with('$'))
      entry.value.fault("expected $each, $if or $text, or a name without $");
    Body part = read(entry.value, below(path, entry.key));
    body.member(entry.key) = std::move(part);
  }
  return body;
}

Body BodyReader::each(config::Object& object, const std::string& path)
{
  Body body;
  body.kind = Body::Kind::each;
  Around around;
  const auto counted = *object.value("$each");
  if (not counted.is_map()) {
    around.is_list = true;
    if (const auto name = reader_.value_named(counted); name && *name != Register::seat)
      counted.fault("only seats are read as a list; `{" + std::string(to_string(*name)) + ": 5}` counts up");
  } else {
    config::Object count = counted.object();
    const auto registers = register_names();
    for (const auto& entry : count.entries("up to which number", {registers.begin(), registers.end()})) {
      around.counted = reader_.value_named(entry.value, entry.key).value_or(Register::seat);
      const Body limit = of_scalar(entry.value, path + "#");
      body.has_field = limit.kind == Body::Kind::field;
      body.field = limit.field;
      body.number = limit.number;
      if (not body.has_field && limit.kind != Body::Kind::number)
        entry.value.fault("expected a number or a register such as $count");
    }
  }
  const auto outside = std::exchange(around_, around);
  if (const auto element = object.value("is", "each element"))
    body.parts.push_back(read(*element, path + "[]"));
  else
    object.fault("is", "a list needs what its elements are");
  if (around.is_list) {
    body.has_field = true;
    body.field = around_->field ? *around_->field : reader_.field(path + "[]");
    response_.list = body.field;
  }
  around_ = outside;
  object.finish();
  if (body.parts.empty())
    body.parts.emplace_back();
  return body;
}

Body BodyReader::choice(config::Object& object, const std::string& path)
{
  Body body;
  body.kind = Body::Kind::choice;
  const auto condition = condition_from(object.text("$if", {.says = condition_form}));
  if (not condition)
    object.fault("$if", std::string("expected ") + condition_form);
  body.field = reader_.field(path + "?");
  response_.choices.emplace_back(body.field, condition.value_or(Condition()));
  for (const auto& [key, says] : {std::pair("then", "if it is so"), std::pair("else", "if not; null without it")}) {
    const auto part = object.value(key, says);
    body.parts.push_back(part ? read(*part, path) : Body());
  }
  object.finish();
  return body;
}

Body BodyReader::shown(Register name, const std::string& path)
{
  const std::uint8_t form = reader_.identities.form(name);
  if (not around_ || around_->counted != name)
    return Body::of_field(carried(name, path), form);
  Body body;
  body.kind = Body::Kind::element;
  body.form = form;
  body.has_field = around_->is_list;
  if (around_->is_list && not around_->field)
    around_->field = reader_.field(path);
  body.field = around_->field.value_or(0);
  return body;
}

http::NameId BodyReader::carried(Register name, const std::string& path)
{
  const auto field = reader_.field(path);
  const std::pair entry(field, name);
  if (std::ranges::find(response_.fields, entry) == response_.fields.end())
    response_.fields.push_back(entry);
  return field;
}

http::Header BodyReader::header(const std::string& name, const config::Value& value)
{
  http::Header header{.name = name, .value = value.text()};
  const auto open = header.value.find('{');
  const auto close = header.value.find('}', open);
  if (open == std::string::npos || close == std::string::npos)
    return header;
  const std::string inside = header.value.substr(open + 1, close - open - 1);
  if (const auto shown = reader_.value_named(value, inside)) {
    header.has_field = true;
    header.field = carried(*shown, name);
    header.form = reader_.identities.form(*shown);
    header.value.erase(open + 1, inside.size());
  }
  return header;
}

} // namespace onsale::system
