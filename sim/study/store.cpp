#include "sim/study/store.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include <bit>

namespace onsale::study {
namespace {

constexpr int patience_ms = 30'000; // another process may be writing

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS run (key TEXT PRIMARY KEY, scenario_hash TEXT NOT NULL, version TEXT NOT NULL,
  seed INTEGER NOT NULL, replication INTEGER NOT NULL, system TEXT NOT NULL, test TEXT NOT NULL,
  exit_code INTEGER NOT NULL, bottleneck TEXT NOT NULL, observation TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS run_scenario ON run (scenario_hash, version, seed);
CREATE TABLE IF NOT EXISTS figure (key TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL, value REAL,
  PRIMARY KEY (key, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS resource (key TEXT NOT NULL, name TEXT NOT NULL, capacity REAL, utilisation REAL,
  queued_mean REAL, wait_mean_s REAL, throughput_per_s REAL, PRIMARY KEY (key, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS point (sweep TEXT NOT NULL, point INTEGER NOT NULL, varied TEXT NOT NULL,
  scenario_hash TEXT NOT NULL, version TEXT NOT NULL, seed INTEGER NOT NULL, PRIMARY KEY (sweep, point)) WITHOUT ROWID;
CREATE VIEW IF NOT EXISTS result AS
  SELECT sweep, point, varied, replication, name, unit, value, bottleneck
  FROM point JOIN run USING (scenario_hash, version, seed) JOIN figure USING (key);
)";

std::string hex(std::uint64_t hash)
{
  return fmt::format("{:016x}", hash);
}

/// One prepared statement. What fails is told by step().
class Statement {
public:
  Statement(sqlite3* database, const char* sql) { sqlite3_prepare_v2(database, sql, -1, &statement_, nullptr); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(statement_); }

  Statement& bind(const std::string& text)
  {
    sqlite3_bind_text(statement_, ++bound_, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    return *this;
  }
  Statement& bind(double value)
  {
    sqlite3_bind_double(statement_, ++bound_, value);
    return *this;
  }
  Statement& bind(std::uint64_t value)
  {
    sqlite3_bind_int64(statement_, ++bound_, std::bit_cast<std::int64_t>(value));
    return *this;
  }

  int step() { return statement_ == nullptr ? SQLITE_ERROR : sqlite3_step(statement_); }
  bool done() { return step() == SQLITE_DONE; }
  std::string text(int column) const
  {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }

private:
  sqlite3_stmt* statement_ = nullptr;
  int bound_ = 0;
};

bool execute(sqlite3* database, const char* sql)
{
  return sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

} // namespace

std::string RunKey::text() const
{
  return fmt::format("{}-{}-{}-{}", hex(scenario_hash), seed, replication, version);
}

void Store::Close::operator()(sqlite3* database) const
{
  sqlite3_close(database);
}

Store::Store(const std::filesystem::path& path) : path_(path)
{
  sqlite3* opened = nullptr;
  const int error = sqlite3_open(path.c_str(), &opened);
  database_.reset(opened);
  if (error != SQLITE_OK)
    fail();
  sqlite3_busy_timeout(opened, patience_ms);
  // A rollback journal: the store is one file, and what was committed survives the death of this process.
  if (not execute(opened, "PRAGMA synchronous=NORMAL") || not execute(opened, schema))
    fail();
}

std::optional<Observation> Store::find(const RunKey& key) const
{
  Statement query(database_.get(), "SELECT observation FROM run WHERE key = ?");
  const int found = query.bind(key.text()).step();
  if (found == SQLITE_DONE)
    return std::nullopt;
  if (found != SQLITE_ROW)
    fail();
  return observation_from_json(query.text(0));
}

void Store::add(const RunKey& key, const std::string& system, const std::string& test, const Observation& observation)
{
  sqlite3* database = database_.get();
  bool good = execute(database, "BEGIN IMMEDIATE");
  Statement run(database, "INSERT OR IGNORE INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  run.bind(key.text()).bind(hex(key.scenario_hash)).bind(key.version).bind(key.seed);
  run.bind(std::uint64_t{key.replication}).bind(system).bind(test);
  run.bind(static_cast<std::uint64_t>(observation.exit_code)).bind(observation.bottleneck).bind(to_json(observation));
  good = good && run.done();
  for (const run::Figure& each : observation.figures) {
    Statement figure(database, "INSERT OR IGNORE INTO figure VALUES (?, ?, ?, ?)");
    figure.bind(key.text()).bind(each.name).bind(std::string(each.is_time ? "ms" : "")).bind(each.value);
    good = good && figure.done();
  }
  for (const ResourceUse& each : observation.resources) {
    Statement resource(database, "INSERT OR IGNORE INTO resource VALUES (?, ?, ?, ?, ?, ?, ?)");
    resource.bind(key.text()).bind(each.name).bind(each.capacity).bind(each.utilisation).bind(each.queued_mean);
    resource.bind(each.wait_mean_s).bind(each.throughput_per_s);
    good = good && resource.done();
  }
  if (not good || not execute(database, "COMMIT"))
    fail();
}

void Store::set_points(const std::string& sweep, const std::vector<StoredPoint>& points, std::uint64_t seed,
                       const std::string& version)
{
  sqlite3* database = database_.get();
  bool good = execute(database, "BEGIN IMMEDIATE");
  good = good && Statement(database, "DELETE FROM point WHERE sweep = ?").bind(sweep).done();
  for (std::size_t number = 0; number < points.size(); ++number) {
    nlohmann::ordered_json varied = nlohmann::ordered_json::object();
    for (const auto& [name, value] : points[number].varied)
      varied[name] = value;
    Statement point(database, "INSERT INTO point VALUES (?, ?, ?, ?, ?, ?)");
    point.bind(sweep).bind(std::uint64_t{number}).bind(varied.dump()).bind(hex(points[number].scenario_hash));
    point.bind(version).bind(seed);
    good = good && point.done();
  }
  if (not good || not execute(database, "COMMIT"))
    fail();
}

void Store::fail() const
{
  std::string message = database_ ? sqlite3_errmsg(database_.get()) : "out of memory";
  if (database_)
    execute(database_.get(), "ROLLBACK");
  throw StoreError(path_.string() + ": " + message);
}

} // namespace onsale::study
