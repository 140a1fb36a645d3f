/// The resources of the parts, as a system's options describe them.
#pragma once

#include "model/system/resource.hpp"
#include "model/system/system_options.hpp"

#include <string>
#include <vector>

namespace onsale::system {

Resource host_cpu(const HostOptions& host);
Resource tomcat_connections(const ServerSettings& settings, std::size_t instance);
Resource tomcat_workers(const ServerSettings& settings, std::size_t instance);
Resource hikari_pool(const ServerSettings& settings, std::size_t instance);
Resource redis_connections(const ServerSettings& settings, std::size_t instance);
Resource redis_thread(const SystemOptions& options);
Resource row_locks(const SystemOptions& options);
Resource application_locks();
/// @param name  `mysql disk`, `replica 1 disk`
Resource database_disk(const SystemOptions& options, const std::string& name);

/// Those that a system has from the start: CPUs first, then in the order in which a request meets them.
std::vector<Resource> resources(const SystemOptions& options);

} // namespace onsale::system
