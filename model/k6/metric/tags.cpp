#include "model/k6/metric/tags.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace onsale::k6 {

namespace {

constexpr std::array<std::string_view, 14> system_tags{
    "check",    "error",   "error_code", "expected_response", "group",       "method", "name", "proto",
    "scenario", "service", "status",     "subproto",          "tls_version", "url"};

bool name_before(const TagSet::Tag& tag, std::string_view name)
{
  return tag.first < name;
}

} // namespace

std::span<const std::string_view> system_tag_names()
{
  return system_tags;
}

TagSet::TagSet(std::initializer_list<std::pair<std::string_view, std::string_view>> tags)
{
  for (const auto& [name, value] : tags)
    set(name, value);
}

TagSet& TagSet::set(std::string_view name, std::string_view value)
{
  const auto place = std::lower_bound(tags_.begin(), tags_.end(), name, name_before);
  if (place != tags_.end() && place->first == name)
    place->second = value;
  else
    tags_.emplace(place, name, value);
  return *this;
}

const std::string* TagSet::find(std::string_view name) const
{
  const auto place = std::lower_bound(tags_.begin(), tags_.end(), name, name_before);
  return place != tags_.end() && place->first == name ? &place->second : nullptr;
}

bool TagSet::contains(const TagSet& filter) const
{
  return std::includes(tags_.begin(), tags_.end(), filter.tags_.begin(), filter.tags_.end());
}

TagSetId TagTable::intern(const TagSet& tags)
{
  const auto [place, is_new] = ids_.try_emplace(tags, static_cast<TagSetId>(sets_.size()));
  if (is_new)
    sets_.push_back(tags);
  return place->second;
}

std::size_t hash_value(const TagSet& tags)
{
  std::size_t hash = 0;
  const std::hash<std::string> hash_of;
  for (const auto& [name, value] : tags.tags()) {
    hash = hash * 1099511628211U + hash_of(name);
    hash = hash * 1099511628211U + hash_of(value);
  }
  return hash;
}

} // namespace onsale::k6
