# Every program at every level of optimisation, hosted; and booted at -O2. Each test builds its program with
# vcc and with plain clang and compares what they print (run_program.py).
file(GLOB programCases CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/programs/*.cases)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(programRunner ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/run_program.py
    --vcc ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/vcc --vouch ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/vouch
    --clang ${CMAKE_C_COMPILER})

foreach(cases IN LISTS programCases)
    get_filename_component(name ${cases} NAME_WE)
    file(STRINGS ${cases} levels REGEX "^levels ")
    string(REGEX REPLACE "^levels +" "" levels "${levels}")
    separate_arguments(levels)
    if(NOT levels)
        set(levels -O0 -O1 -O2 -O3)
    endif()
    foreach(level IN LISTS levels)
        add_test(NAME program.${name}${level} COMMAND ${programRunner} --level=${level} ${cases})
        set_tests_properties(program.${name}${level} PROPERTIES TIMEOUT 300)
    endforeach()
    file(STRINGS ${cases} hosted REGEX "^hosted$")
    if(NOT hosted)
        add_test(NAME program.${name}.boot COMMAND ${programRunner} --boot ${cases})
        set_tests_properties(program.${name}.boot PROPERTIES TIMEOUT 600)
    endif()
endforeach()

# Programs that a trap must kill, with the right words for the right line (run_trap.py).
file(GLOB trapSources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/traps/*.c)
set(trapRunner ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/run_trap.py
    --vcc ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/vcc --vouch ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/vouch)
foreach(source IN LISTS trapSources)
    get_filename_component(name ${source} NAME_WE)
    add_test(NAME trap.${name} COMMAND ${trapRunner} ${source})
endforeach()
foreach(name global_load null divide overflow cast_type null_function out_of_memory null_list count_member)
    add_test(NAME trap.${name}.boot COMMAND ${trapRunner} --boot ${CMAKE_CURRENT_LIST_DIR}/traps/${name}.c)
endforeach()

# Random programs from fixed seeds (random_program.py).
add_test(NAME program.random COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/random_program.py
    --vcc ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/vcc --vouch ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/vouch
    --clang ${CMAKE_C_COMPILER} --seed 1 --count 8)

# printf and scanf against the host's (random_format.py).
add_test(NAME program.random_format COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/random_format.py
    --vcc ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/vcc --vouch ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/vouch
    --clang ${CMAKE_C_COMPILER} --seed 1 --count 30000)
set_tests_properties(program.random_format PROPERTIES TIMEOUT 600)

# With pointers in memory (random_heap.py).
add_test(NAME program.random_heap COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/random_program.py
    --vcc ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/vcc --vouch ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/vouch
    --clang ${CMAKE_C_COMPILER} --heap --seed 17 --count 4)
set_tests_properties(program.random program.random_heap PROPERTIES TIMEOUT 600)

add_test(NAME program.hello.budget COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/hello_budget.py
    --vcc ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/vcc)

# The heap against malloc and free (run_speed.py). Alone on the machine, since it measures.
foreach(test heap_churn=2 heap_live=2 heap_records=4)
    string(REPLACE "=" ";" test ${test})
    list(GET test 0 name)
    list(GET test 1 ratio)
    add_test(NAME program.${name}.speed COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/run_speed.py
        --vcc ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/vcc --vouch ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/vouch
        --clang ${CMAKE_C_COMPILER} --ratio ${ratio} ${CMAKE_CURRENT_LIST_DIR}/programs/${name}.cases)
    set_tests_properties(program.${name}.speed PROPERTIES RUN_SERIAL ON TIMEOUT 300)
endforeach()
