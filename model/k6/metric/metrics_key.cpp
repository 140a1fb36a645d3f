#include "model/k6/metric/metrics_key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace onsale::k6 {

namespace {

std::string_view trimmed(std::string_view text, std::string_view what)
{
  const auto begin = text.find_first_not_of(what);
  if (begin == std::string_view::npos)
    return {};
  return text.substr(begin, text.find_last_not_of(what) - begin + 1);
}

std::string_view bare(std::string_view text)
{
  return trimmed(trimmed(trimmed(text, " \t"), "\"'"), " \t");
}

TagSet parse_filter(std::string_view key, std::string_view suffix)
{
  TagSet filter;
  for (std::size_t begin = 0; begin <= suffix.size();) {
    const auto comma = std::min(suffix.find(',', begin), suffix.size());
    const auto pair = suffix.substr(begin, comma - begin);
    begin = comma + 1;
    if (trimmed(pair, " \t").empty())
      continue;
    const auto colon = std::min(pair.find(':'), pair.size());
    const auto name = bare(pair.substr(0, colon));
    if (name.empty())
      throw std::invalid_argument(fmt::format("'{}': a tag name is missing before ':'", key));
    const auto value = colon == pair.size() ? std::string_view{} : bare(pair.substr(colon + 1));
    if (value.empty())
      throw std::invalid_argument(fmt::format("'{}': the tag '{}' has no value; write metric{{tag:value}}", key, name));
    filter.set(name, value);
  }
  if (filter.empty())
    throw std::invalid_argument(fmt::format("'{}': sub-metric criteria are empty; write metric{{tag:value}}", key));
  return filter;
}

} // namespace

MetricKey parse_metric_key(std::string_view key)
{
  const auto open = key.find('{');
  if (open == std::string_view::npos) {
    if (key.find('}') != std::string_view::npos)
      throw std::invalid_argument(fmt::format("'{}': missing opening bracket; write metric{{tag:value}}", key));
    return {std::string(trimmed(key, " \t")), {}, {}};
  }
  if (not key.ends_with('}'))
    throw std::invalid_argument(fmt::format("'{}': missing ending bracket; write metric{{tag:value}}", key));
  const auto suffix = key.substr(open + 1, key.size() - open - 2);
  return {std::string(trimmed(key.substr(0, open), " \t")), std::string(suffix), parse_filter(key, suffix)};
}

bool is_metric_name(std::string_view name)
{
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return not name.empty() && name.size() <= 128 && is_letter(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

} // namespace onsale::k6
