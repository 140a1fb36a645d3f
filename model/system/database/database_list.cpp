#include "model/system/database/database_list.hpp"

#include "model/system/database/database.hpp"
#include "model/system/database/database_costs.hpp"
#include "model/system/mysql/mysql.hpp"
#include "model/system/postgresql/postgresql.hpp"

namespace onsale::system {
namespace {

/// nullptr: it says nothing; what is not modelled is a fault unless the scenario says what it is taken for.
const DatabaseKind* of_url(const std::string& url, config::Object& top, bool is_told)
{
  const std::size_t scheme = url.find("jdbc:");
  if (scheme == std::string::npos)
    return nullptr; // a placeholder
  const std::string name = url.substr(scheme + 5, url.find(':', scheme + 5) - scheme - 5);
  if (name == "mysql" || name == "mariadb")
    return &mysql_database;
  if (name == "postgresql")
    return &postgresql_database;
  if (not is_told)
    top.fault("database", "spring.datasource.url: jdbc:" + name +
                              " is no database that is modelled; say `database: mysql` or `database: postgresql` for "
                              "what it is taken for");
  return nullptr;
}

} // namespace

const std::vector<const DatabaseKind*>& database_kinds()
{
  static const std::vector<const DatabaseKind*> all = {&mysql_database, &postgresql_database};
  return all;
}

const DatabaseKind& default_database()
{
  return mysql_database;
}

const DatabaseKind& read_database(config::Object& top, const config::Settings& settings, const Variation& variation,
                                  DatabaseCosts& costs)
{
  const bool is_told = top.has("database");
  const DatabaseKind* told = top.one_of<const DatabaseKind*>(
      "database", "which one; unless said that of spring.datasource.url, or whose section there is",
      {{"mysql", &mysql_database}, {"postgresql", &postgresql_database}}, &mysql_database);
  if (not is_told)
    told = nullptr;
  if (const DatabaseKind* by_url = settings.is_set("spring.datasource.url")
                                       ? of_url(settings.text("spring.datasource.url"), top, is_told)
                                       : nullptr;
      by_url != nullptr && told == nullptr)
    told = by_url;
  const bool has_mysql = top.has("mysql");
  const bool has_postgresql = top.has("postgresql");
  if (told == nullptr)
    told = has_postgresql && not has_mysql ? &postgresql_database : &mysql_database;
  DatabaseCosts of_mysql = read_mysql(top.object("mysql", "what MySQL costs beside its statements"), variation);
  DatabaseCosts of_postgresql =
      read_postgresql(top.object("postgresql", "what PostgreSQL costs beside its statements"), variation);
  if (told == &postgresql_database && has_mysql)
    top.fault("mysql", "the database is PostgreSQL: say it under `postgresql`");
  if (told == &mysql_database && has_postgresql)
    top.fault("postgresql", "the database is MySQL: say it under `mysql`, or `database: postgresql`");
  costs = told == &mysql_database ? of_mysql : of_postgresql;
  return *told;
}

} // namespace onsale::system
