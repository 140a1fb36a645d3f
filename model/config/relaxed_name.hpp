#pragma once

#include <string>
#include <string_view>

namespace onsale::config {

/// Spring's relaxed binding: names that differ only in case, dashes and underscores are the same, so `maximumPoolSize`,
/// `maximum-pool-size` and `MAXIMUM_POOL_SIZE` all become `maximumpoolsize`. Dots stay.
std::string relaxed_name(std::string_view name);

/// Whether a name is written as an environment variable (`SERVER_TOMCAT_THREADS_MAX`), where underscores stand for dots
/// too.
bool is_environment_form(std::string_view name);

} // namespace onsale::config
