/// MySQL: what is its own among databases.
#pragma once

namespace onsale::system {

struct DatabaseKind;
extern const DatabaseKind mysql_database;

} // namespace onsale::system
