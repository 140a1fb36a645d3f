#include "model/k6/metric/checks.hpp"

#include <boost/uuid/detail/md5.hpp>
#include <fmt/format.h>

#include <stdexcept>

namespace onsale::k6 {

namespace {

void must_not_look_like_a_path(std::string_view kind, std::string_view name)
{
  if (name.find("::") != std::string_view::npos)
    throw std::invalid_argument(fmt::format("{} '{}': a name may not contain '::'", kind, name));
}

} // namespace

GroupId Checks::group(GroupId parent, std::string_view name)
{
  must_not_look_like_a_path("group", name);
  auto& outer = groups_[static_cast<std::size_t>(parent)];
  for (const auto id : outer.groups)
    if ((*this)[id].name == name)
      return id;
  const auto id = static_cast<GroupId>(groups_.size());
  outer.groups.push_back(id);
  groups_.push_back({std::string(name), fmt::format("{}::{}", outer.path, name), {}, {}});
  return id;
}

CheckId Checks::check(GroupId parent, std::string_view name)
{
  must_not_look_like_a_path("check", name);
  auto& outer = groups_[static_cast<std::size_t>(parent)];
  for (const auto id : outer.checks)
    if ((*this)[id].name == name)
      return id;
  const auto id = static_cast<CheckId>(checks_.size());
  outer.checks.push_back(id);
  checks_.push_back({std::string(name), fmt::format("{}::{}", outer.path, name), 0, 0});
  return id;
}

void Checks::record(CheckId id, bool passed)
{
  auto& check = checks_[static_cast<std::size_t>(id)];
  ++(passed ? check.passes : check.fails);
}

std::string path_id(std::string_view path)
{
  boost::uuids::detail::md5 md5;
  md5.process_bytes(path.data(), path.size());
  boost::uuids::detail::md5::digest_type digest;
  md5.get_digest(digest);
  std::string id;
  for (const auto part : digest) // words up to Boost 1.85, bytes since
    id += fmt::format("{:0{}x}", part, 2 * sizeof(part));
  return id;
}

} // namespace onsale::k6
