# cmake -DNPM=npm -DPACKAGE=name -DLOCK=package-lock.json -DINTO=folder -P npm_pack.cmake
# Unpacks one package without what it depends on (tools that build it, of which nothing is needed) into INTO/package, in the version and
# with the content that the lock file says.
file(READ ${LOCK} lock)
string(JSON version GET "${lock}" packages node_modules/${PACKAGE} version)
string(JSON expected GET "${lock}" packages node_modules/${PACKAGE} integrity)
file(MAKE_DIRECTORY ${INTO})
execute_process(COMMAND ${NPM} pack ${PACKAGE}@${version} --json --prefer-offline --ignore-scripts WORKING_DIRECTORY ${INTO}
  OUTPUT_VARIABLE packed ERROR_VARIABLE error RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "npm cannot fetch ${PACKAGE} ${version}:\n${error}")
endif()
string(JSON integrity GET "${packed}" 0 integrity)
string(JSON file GET "${packed}" 0 filename)
if(NOT integrity STREQUAL expected)
  message(FATAL_ERROR "${PACKAGE} ${version}: its content is ${integrity}, but the lock file says ${expected}")
endif()
file(ARCHIVE_EXTRACT INPUT ${INTO}/${file} DESTINATION ${INTO})
