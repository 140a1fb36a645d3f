/// What part of a system something belongs to: it has one colour in all pictures and on the page.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::plots {

enum class Component : std::uint8_t {
  application, ///< CPU of the server's host, and work done there
  tomcat,      ///< connections and worker threads
  collector,   ///< pauses of the JVM
  pool,        ///< pooled connections
  redis,
  database, ///< CPU of MySQL's host, statements
  disk,     ///< of the database, with commits
  lock,     ///< rows and application locks
  network,
  client,  ///< k6
  outside, ///< somebody else's service
  other,
  count_of
};

struct ComponentLook {
  std::string_view name; ///< also of the style that paints it: `--redis`
  std::string_view colour;
  std::string_view dark; ///< on dark paper
};
/// [Component::count_of]. Okabe & Ito's eight, and shades of them; what stands side by side differs in lightness too.
std::span<const ComponentLook> component_looks();
const ComponentLook& look_of(Component component);

/// Of a resource, by its name in the time series.
class Components {
public:
  /// @param manifest  names the hosts and what runs on them
  explicit Components(const nlohmann::ordered_json& manifest);
  Component of_resource(std::string_view name) const;

private:
  struct Host {
    std::string name;
    Component component = Component::other;
  };
  std::vector<Host> hosts_;
};

/// Of a part of the response time, by its column in anatomy.csv: `pool_ms`.
Component component_of_part(std::string_view column);

/// What a part of the response time is. Mixed: work with the waits for it, which the result does not tell apart.
enum class PartKind : std::uint8_t { travel, work, mixed, wait };
PartKind kind_of_part(std::string_view column);

/// `18 %`, or `18 to 40 %` where some of the time is of parts that are mixed. @param waiting, mixed  shares, 0 to 1
std::string waiting_text(double waiting, double mixed);

} // namespace onsale::plots
