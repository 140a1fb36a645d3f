#include "model/http/router.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace onsale::http {
namespace {

/// Of a path, undecoded: a slash in a segment is written %2F.
std::vector<std::string_view> segments_of(std::string_view path)
{
  std::vector<std::string_view> segments;
  for (std::size_t begin = 0; begin < path.size();) {
    const auto end = std::min(path.find('/', begin), path.size());
    if (end > begin)
      segments.push_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return segments;
}

bool is_captured(std::string_view segment)
{
  return segment.starts_with('{') && segment.ends_with('}');
}

/// How many letters differ (Levenshtein, Soviet Physics Doklady 10(8), 1966).
std::size_t distance(std::string_view left, std::string_view right)
{
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < left.size(); ++i) {
    auto diagonal = std::exchange(row[0], i + 1);
    for (std::size_t k = 0; k < right.size(); ++k) {
      const auto replaced = diagonal + (left[i] == right[k] ? 0 : 1);
      diagonal = row[k + 1];
      row[k + 1] = std::min({replaced, diagonal + 1, row[k] + 1});
    }
  }
  return row.back();
}

/// What stands in a request for a name costs nothing.
std::size_t distance(const std::vector<std::string_view>& path, const std::vector<std::string_view>& segments)
{
  std::size_t sum = 0;
  for (std::size_t i = 0; i < std::max(path.size(), segments.size()); ++i) {
    if (i >= path.size() || i >= segments.size())
      sum += 1 + (i < path.size() ? path[i] : segments[i]).size();
    else if (not is_captured(segments[i]))
      sum += distance(path[i], segments[i]);
  }
  return sum;
}

} // namespace

UrlParts parts_of(std::string_view url)
{
  UrlParts parts;
  url = url.substr(0, url.find('#'));
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos && scheme < url.find_first_of("/?")) {
    const auto end = std::min(url.find_first_of("/?", scheme + 3), url.size());
    parts.origin = url.substr(0, end);
    url.remove_prefix(end);
  }
  const auto question = std::min(url.find('?'), url.size());
  parts.path = question == 0 ? std::string_view("/") : url.substr(0, question);
  parts.query = url.substr(std::min(question + 1, url.size()));
  return parts;
}

std::string percent_decoded(std::string_view text, bool plus_is_blank)
{
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned code = 0;
    const auto* const digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() && std::from_chars(digits, digits + 2, code, 16).ptr == digits + 2) {
      decoded += static_cast<char>(code);
      i += 2;
    } else {
      decoded += plus_is_blank && text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

std::vector<std::pair<std::string, std::string>> pairs_of(std::string_view query)
{
  std::vector<std::pair<std::string, std::string>> pairs;
  for (std::size_t begin = 0; begin < query.size();) {
    const auto end = std::min(query.find('&', begin), query.size());
    const auto pair = query.substr(begin, end - begin);
    const auto equals = std::min(pair.find('='), pair.size());
    if (not pair.empty())
      pairs.emplace_back(percent_decoded(pair.substr(0, equals), true),
                         percent_decoded(pair.substr(std::min(equals + 1, pair.size())), true));
    begin = end + 1;
  }
  return pairs;
}

Router::Added Router::add(std::string_view method, std::string_view path, std::uint32_t endpoint)
{
  if (not path.starts_with('/') || path.find_first_of("?# ") != std::string_view::npos)
    return Added::not_a_path;
  Template added{std::string(method), std::string(path), {}, endpoint};
  const auto segments = segments_of(path);
  for (const auto segment : segments) {
    if (not is_captured(segment)) {
      if (segment.find_first_of("{}") != std::string_view::npos)
        return Added::not_a_path;
      continue;
    }
    const auto name = segment.substr(1, segment.size() - 2);
    if (name.empty())
      return Added::not_a_path;
    if (std::ranges::find(added.names, name) != added.names.end())
      return Added::names_twice;
    added.names.emplace_back(name);
  }
  std::uint32_t node = 0;
  for (const auto segment : segments) {
    const auto next = static_cast<std::uint32_t>(nodes_.size());
    const auto literal = percent_decoded(segment);
    const auto to = is_captured(segment) ? nodes_[node].any.value_or(next)
                                         : nodes_[node].literal.try_emplace(literal, next).first->second;
    if (is_captured(segment))
      nodes_[node].any = to;
    if (to == next)
      nodes_.emplace_back();
    node = to;
  }
  auto& here = nodes_[node].templates;
  if (std::ranges::any_of(here, [&](std::uint32_t each) { return templates_[each].method == method; }))
    return Added::taken;
  here.push_back(static_cast<std::uint32_t>(templates_.size()));
  templates_.push_back(std::move(added));
  return Added::yes;
}

std::optional<Router::Match> Router::match(std::string_view method, std::string_view path) const
{
  std::vector<std::string> segments;
  for (const auto segment : segments_of(path))
    segments.push_back(percent_decoded(segment));
  std::vector<std::size_t> captured;
  const auto found = find(0, segments, 0, method, captured);
  if (not found)
    return std::nullopt;
  Match match{templates_[*found].endpoint, {}};
  for (std::size_t i = 0; i < captured.size(); ++i)
    match.captured.emplace_back(templates_[*found].names[i], std::move(segments[captured[i]]));
  return match;
}

std::optional<std::uint32_t> Router::find(std::uint32_t node, const std::vector<std::string>& segments,
                                          std::size_t depth, std::string_view method,
                                          std::vector<std::size_t>& captured) const
{
  const auto& here = nodes_[node];
  if (depth == segments.size()) {
    for (const auto each : here.templates)
      if (templates_[each].method == method)
        return each;
    return std::nullopt;
  }
  if (const auto literal = here.literal.find(segments[depth]); literal != here.literal.end())
    if (const auto found = find(literal->second, segments, depth + 1, method, captured))
      return found;
  if (not here.any)
    return std::nullopt;
  captured.push_back(depth);
  if (const auto found = find(*here.any, segments, depth + 1, method, captured))
    return found;
  captured.pop_back();
  return std::nullopt;
}

std::string Router::nearest(std::string_view method, std::string_view path) const
{
  const auto segments = segments_of(path);
  const auto cost = [&](const Template& each) {
    return 2 * distance(segments, segments_of(each.path)) + (each.method == method ? 0 : 1);
  };
  const auto nearest = std::ranges::min_element(templates_, {}, cost);
  return nearest == templates_.end() ? "" : nearest->method + " " + nearest->path;
}

} // namespace onsale::http
