#include "sim/interop/recording/answer_shape.hpp"

#include <algorithm>

namespace onsale::interop {

bool AnswerShape::note(std::string_view place, Kind as)
{
  if (place.empty()) {
    const bool is_news = kind == Kind::unknown && as != Kind::unknown;
    if (is_news)
      kind = as;
    if (is_news && as == Kind::list)
      parts.resize(1);
    return is_news;
  }
  if (place.starts_with("[]")) {
    bool is_news = kind != Kind::list;
    kind = Kind::list;
    parts.resize(1);
    place.remove_prefix(2);
    place.remove_prefix(place.starts_with('.') ? 1 : 0);
    is_news = parts.front().note(place, as) || is_news;
    return is_news;
  }
  const auto end = std::min(place.find_first_of(".["), place.size());
  const std::string name(place.substr(0, end));
  const auto rest = place.substr(end < place.size() && place[end] == '.' ? end + 1 : end);
  const auto found = static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
  bool is_news = found == names.size();
  if (is_news) {
    kind = Kind::object;
    names.push_back(name);
    parts.emplace_back();
  }
  is_news = parts[found].note(rest, as) || is_news;
  return is_news;
}

bool AnswerShape::settle()
{
  bool had = kind == Kind::unknown;
  if (had)
    kind = Kind::scalar;
  for (auto& part : parts)
    had = part.settle() || had;
  return had;
}

std::string last_name(std::string_view place)
{
  while (place.ends_with("[]"))
    place.remove_suffix(2);
  const auto dot = place.rfind('.');
  auto name = dot == std::string_view::npos ? place : place.substr(dot + 1);
  while (name.ends_with("[]"))
    name.remove_suffix(2);
  return std::string(name);
}

} // namespace onsale::interop
