/// The kinds of databases there are, and which one a scenario has.
#pragma once

#include "model/config/object.hpp"
#include "model/config/settings.hpp"

#include <vector>

namespace onsale::system {

struct DatabaseCosts;
struct DatabaseKind;
struct Variation;

const std::vector<const DatabaseKind*>& database_kinds();
const DatabaseKind& default_database();

/// `database: postgresql`, or what the JDBC URL says, or whose section there is; MySQL if nothing does. Several that do
/// not agree are a fault, and so is a URL of a database that is not modelled, unless `database` says what it is taken
/// for.
/// @param costs  what its section says
const DatabaseKind& read_database(config::Object& top, const config::Settings& settings, const Variation& variation,
                                  DatabaseCosts& costs);

} // namespace onsale::system
