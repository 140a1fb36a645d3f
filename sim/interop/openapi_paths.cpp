#include "sim/interop/openapi_paths.hpp"

#include "model/config/faults.hpp"
#include "model/config/text_file.hpp"
#include "model/config/yaml_reader.hpp"
#include "model/http/router.hpp"

#include <algorithm>
#include <cctype>

namespace onsale::interop {

std::vector<std::string> read_openapi_paths(const std::filesystem::path& file)
{
  constexpr const char* methods[] = {"get", "post", "put", "patch", "delete", "head", "options"};
  config::Faults faults;
  const auto text = config::read_text_file(file, {file.string()}, faults);
  faults.throw_if_any();
  const auto documents = config::read_yaml(*text, file.string(), faults);
  faults.throw_if_any();
  const config::Node* const paths = documents->empty() ? nullptr : documents->front().find("paths");
  if (paths == nullptr)
    throw config::InvalidInput({{file.string(), 0, 0, "has no `paths`: expected an OpenAPI document"}});
  std::string base;
  if (const auto* const servers = documents->front().find("servers"); servers != nullptr && not servers->items.empty())
    if (const auto* const url = servers->items.front().find("url"))
      base = http::parts_of(url->text).path;
  while (base.ends_with('/'))
    base.pop_back();
  std::vector<std::string> operations;
  for (const auto& [path, place, operations_of_path] : paths->entries)
    for (const char* method : methods)
      if (operations_of_path.find(method) != nullptr) {
        std::string name = method;
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        operations.push_back(name + " " + base + path);
      }
  return operations;
}

} // namespace onsale::interop
