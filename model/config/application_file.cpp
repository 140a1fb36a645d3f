#include "model/config/application_file.hpp"

#include "model/config/properties.hpp"
#include "model/config/relaxed_name.hpp"
#include "model/config/text_file.hpp"
#include "model/config/yaml_reader.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <optional>
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

bool is_for_a_profile(const std::vector<FlatValue>& document)
{
  return std::ranges::any_of(document, [](const FlatValue& value) {
    const auto name = relaxed_name(value.name);
    return name.starts_with("spring.config.activate.") or name == "spring.profiles";
  });
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

} // namespace

std::vector<FlatValue> flattened(const Node& map)
{
  std::vector<FlatValue> result;
  flatten(map, "", result);
  return result;
}

std::vector<FlatValue> read_application_file(const std::filesystem::path& path, Faults& faults)
{
  const auto file = path.string();
  const auto ending = path.extension();
  const bool is_yaml = ending == ".yml" or ending == ".yaml";
  if (not is_yaml and ending != ".properties") {
    faults.add({file}, "expected a file ending in .properties, .yml or .yaml");
    return {};
  }
  const auto text = read_text_file(path, {file}, faults);
  if (not text)
    return {};
  std::vector<FlatValue> result;
  for (auto& document :
       is_yaml ? read_yaml_documents(*text, file, faults) : read_properties_documents(*text, file, faults))
    if (not is_for_a_profile(document))
      std::ranges::move(document, std::back_inserter(result));
  return result;
}

} // namespace onsale::config
