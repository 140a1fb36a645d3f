#include "model/config/application_file.hpp"

#include "model/config/properties.hpp"
#include "model/config/spring_profiles.hpp"
#include "model/config/text_file.hpp"
#include "model/config/yaml_reader.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace onsale::config {

namespace {

void flatten(const Node& map, const std::string& prefix, std::vector<FlatValue>& result)
{
  for (const auto& entry : map.entries) {
    const auto name = prefix.empty() ? entry.key : fmt::format("{}.{}", prefix, entry.key);
    if (entry.value.kind == Node::Kind::map)
      flatten(entry.value, name, result);
    else
      result.push_back({name, entry.place, entry.value});
  }
}

using FlatDocuments = std::vector<std::vector<FlatValue>>;

FlatDocuments read_properties_documents(std::string_view text, const std::string& file, Faults& faults)
{
  FlatDocuments documents;
  for (auto& document : read_properties(text, file, faults)) {
    auto& flat = documents.emplace_back();
    for (auto& property : document)
      flat.push_back({property.name, property.place, Node::scalar(property.place, property.value)});
  }
  return documents;
}

FlatDocuments read_yaml_documents(std::string_view text, const std::string& file, Faults& faults)
{
  FlatDocuments documents;
  for (const auto& root : read_yaml(text, file, faults).value_or(std::vector<Node>{})) {
    if (root.kind != Node::Kind::map and root.kind != Node::Kind::null)
      faults.add(root.place, fmt::format("expected a map of settings, found {}", described(root)));
    documents.push_back(flattened(root));
  }
  return documents;
}

/// @param path  of a file that is there
FlatDocuments read_documents(const std::filesystem::path& path, Faults& faults)
{
  const auto file = path.string();
  const auto text = read_text_file(path, {file}, faults);
  if (not text)
    return {};
  return path.extension() == ".properties" ? read_properties_documents(*text, file, faults)
                                           : read_yaml_documents(*text, file, faults);
}

void add_documents(const FlatDocuments& documents, ApplicationFile& read)
{
  for (const auto& document : documents) {
    const std::string profile = profile_of(document);
    if (profile.empty() or profile_holds(profile, read.profiles)) {
      std::ranges::copy(document, std::back_inserter(read.values));
    } else {
      const Place& place = document.front().place;
      read.left_out.push_back(fmt::format("{}: for profile {}", to_string(place), profile));
    }
  }
}

/// `load` of application-load.yml; empty without.
std::string profile_in_name(const std::filesystem::path& path)
{
  const std::string name = path.stem().string();
  return name.starts_with("application-") ? name.substr(name.find('-') + 1) : "";
}

} // namespace

std::vector<FlatValue> flattened(const Node& map)
{
  std::vector<FlatValue> result;
  flatten(map, "", result);
  return result;
}

ApplicationFile read_application_file(const std::filesystem::path& path, const std::vector<std::string>& profiles,
                                      Faults& faults)
{
  constexpr const char* endings[] = {".properties", ".yml", ".yaml"};
  ApplicationFile read;
  if (std::ranges::find(endings, path.extension()) == std::end(endings)) {
    faults.add({path.string()}, "expected a file ending in .properties, .yml or .yaml");
    return read;
  }
  const auto documents = read_documents(path, faults);
  const std::string own_profile = profile_in_name(path);
  if (not profiles.empty())
    read.profiles = with_groups(profiles, documents);
  else if (not own_profile.empty())
    read.profiles = {own_profile};
  else
    read.profiles = active_profiles(documents);
  add_documents(documents, read);
  if (not own_profile.empty())
    return read;
  for (const std::string& profile : read.profiles)
    for (const char* ending : endings) {
      const auto beside = path.parent_path() / fmt::format("{}-{}{}", path.stem().string(), profile, ending);
      if (std::filesystem::exists(beside))
        add_documents(read_documents(beside, faults), read);
    }
  return read;
}

} // namespace onsale::config
