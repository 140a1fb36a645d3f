#include "model/http/body.hpp"

#include <algorithm>

namespace onsale::http {

Body Body::of_text(std::string text)
{
  Body body;
  body.kind = Kind::text;
  body.text = std::move(text);
  return body;
}

Body Body::of_number(double number)
{
  Body body;
  body.kind = Kind::number;
  body.number = number;
  return body;
}

Body Body::of_field(NameId field, std::uint8_t form)
{
  Body body;
  body.kind = Kind::field;
  body.field = field;
  body.form = form;
  return body;
}

Body& Body::member(std::string_view name)
{
  kind = Kind::object;
  const auto found = std::ranges::find(names, name);
  if (found != names.end())
    return parts[static_cast<std::size_t>(found - names.begin())];
  names.emplace_back(name);
  return parts.emplace_back();
}

void put_field(Body& body, std::string_view path, NameId field, std::uint8_t form)
{
  Body* at = &body;
  bool in_list = false;
  while (not path.empty()) {
    const auto end = std::min(path.find('.'), path.size());
    auto step = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    const bool is_list = step.ends_with("[]");
    if (is_list)
      step.remove_suffix(2);
    if (not step.empty())
      at = &at->member(step);
    if (not is_list)
      continue;
    in_list = true;
    at->kind = Body::Kind::each;
    at->has_field = true;
    at->field = field;
    if (at->parts.empty())
      at->parts.emplace_back();
    at = &at->parts.front();
  }
  *at = Body::of_field(field, form);
  if (in_list) {
    at->kind = Body::Kind::element;
    at->has_field = true;
  }
}

} // namespace onsale::http
