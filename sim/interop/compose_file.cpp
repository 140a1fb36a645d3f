#include "sim/interop/compose_file.hpp"

#include "model/config/faults.hpp"
#include "model/config/placeholders.hpp"
#include "model/config/text_file.hpp"
#include "model/config/units.hpp"
#include "model/config/yaml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <optional>

namespace onsale::interop {
namespace {

using ServiceKind = ComposeService::Kind;
using ComposeNode = config::Node;

/// `${NAME:-default}` becomes its default.
std::string text_of(const ComposeNode* node)
{
  if (node == nullptr)
    return "";
  std::string text = node->text;
  for (auto at = text.find(":-"); at != std::string::npos; at = text.find(":-", at + 1))
    text.erase(at + 1, 1);
  const auto resolved = config::resolve_placeholders(text, [](std::string_view) { return std::nullopt; });
  return resolved.value.value_or(node->text);
}

const ComposeNode* below(const ComposeNode* node, std::initializer_list<const char*> path)
{
  for (const char* key : path)
    node = node == nullptr ? nullptr : node->find(key);
  return node;
}

/// Docker writes 512m for 512 MiB.
std::string memory_of(std::string text)
{
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (text.ends_with('B') && text.size() > 1 && std::isdigit(static_cast<unsigned char>(text[text.size() - 2])) == 0)
    text.pop_back();
  if (text.empty() || std::isdigit(static_cast<unsigned char>(text.back())) != 0)
    return text.empty() ? "" : text + "B";
  return text + "B";
}

ServiceKind kind_of(const ComposeNode& service, const std::string& image)
{
  constexpr std::array known{std::pair("mysql", ServiceKind::mysql),         std::pair("mariadb", ServiceKind::mysql),
                             std::pair("postgres", ServiceKind::postgresql), std::pair("redis", ServiceKind::redis),
                             std::pair("valkey", ServiceKind::redis),        std::pair("kafka", ServiceKind::kafka),
                             std::pair("redpanda", ServiceKind::kafka),      std::pair("k6", ServiceKind::k6)};
  const std::string name = image.substr(image.rfind('/') + 1);
  for (const auto& [word, kind] : known)
    if (name.starts_with(word) || image.find(std::string("/") + word) != std::string::npos ||
        (kind == ServiceKind::kafka && name.find(word) != std::string::npos))
      return kind;
  if (service.find("build") != nullptr)
    return ServiceKind::application;
  const ComposeNode* const ports = service.find("ports");
  for (const ComposeNode& port : ports != nullptr ? ports->items : std::vector<ComposeNode>{})
    if (port.text.ends_with(":8080") || port.text == "8080")
      return ServiceKind::application;
  return ServiceKind::other;
}

std::string host_of(const std::vector<ComposeService>& services, ServiceKind kind)
{
  for (const auto& service : services)
    if (service.kind == kind)
      return service.cpus > 0 ? service.name : "machine";
  return "machine";
}

} // namespace

std::vector<ComposeService> read_compose(const std::filesystem::path& file)
{
  config::Faults faults;
  const auto text = config::read_text_file(file, {file.string()}, faults);
  faults.throw_if_any();
  const auto documents = config::read_yaml(*text, file.string(), faults);
  faults.throw_if_any();
  std::vector<ComposeService> services;
  const ComposeNode* const all = documents->empty() ? nullptr : documents->front().find("services");
  if (all == nullptr)
    throw config::InvalidInput({{file.string(), 0, 0, "has no `services`: expected a Docker Compose file"}});
  for (const auto& [name, place, service] : all->entries) {
    ComposeService read{.name = name, .image = text_of(service.find("image")), .memory = {}};
    read.kind = kind_of(service, read.image);
    const ComposeNode* const limits = below(&service, {"deploy", "resources", "limits"});
    const std::string cpus = text_of(limits != nullptr ? limits->find("cpus") : service.find("cpus"));
    read.cpus = std::strtod(cpus.c_str(), nullptr);
    read.memory = memory_of(text_of(limits != nullptr ? limits->find("memory") : service.find("mem_limit")));
    services.push_back(std::move(read));
  }
  return services;
}

std::string compose_hosts_text(const std::vector<ComposeService>& services, const std::string& file)
{
  std::string text = fmt::format("hosts: # the limits of {}\n"
                                 "  machine: {{cores: 8, memory: 16GB}} # ASSUMED: what the containers share\n",
                                 file);
  for (const auto& service : services)
    if (service.cpus > 0)
      text += fmt::format("  {}: {{cores: {}, memory: {}}}{}\n", service.name, service.cpus,
                          service.memory.empty() ? "16GB" : service.memory,
                          service.memory.empty() ? " # no limit of memory: that of the machine" : "");
  const bool has_postgresql = std::ranges::count(services, ServiceKind::postgresql, &ComposeService::kind) > 0;
  const ServiceKind database = has_postgresql ? ServiceKind::postgresql : ServiceKind::mysql;
  text += fmt::format("processes: {{server: {}, mysql: {}, redis: {}, k6: machine}}\n",
                      host_of(services, ServiceKind::application), host_of(services, database),
                      host_of(services, ServiceKind::redis));
  if (has_postgresql)
    text += "# PostgreSQL is modelled as a MySQL: connections, statements, locks and commits, not its MVCC.\n";
  for (const auto& service : services) {
    if (service.kind == ServiceKind::kafka)
      text += fmt::format("# {} ({}) is not part of this draft: what waits for it has to be added as a step.\n",
                          service.name, service.image);
    if (service.kind == ServiceKind::other)
      text +=
          fmt::format("# {} ({}) is not modelled.\n", service.name, service.image.empty() ? "no image" : service.image);
  }
  return text;
}

} // namespace onsale::interop
