@echo off
rem Starts Vernier; builds it first when it has not been built or its sources are newer than the build.
rem Paths are never written inside a block in parentheses: one that holds a parenthesis itself would end it.
setlocal EnableExtensions DisableDelayedExpansion
set "ROOT=%~dp0"
set "DIST=%ROOT%app\target\vernier"
set "LOG=%ROOT%target\launcher-build.log"

rem --- which Java: JAVA_HOME, else the one on the path
set "JAVA="
if not defined JAVA_HOME goto java_on_path
rem some have it in quotes
set "JAVA_HOME=%JAVA_HOME:"=%"
set "JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%JAVA%" goto java_known
echo vernier: JAVA_HOME is %JAVA_HOME%, which holds no bin\java.exe; set it to a JDK 17 or newer, or unset it 1>&2
exit /b 1
:java_on_path
for %%J in (java.exe) do set "JAVA=%%~$PATH:J"
if defined JAVA goto java_known
echo vernier: no Java found; install a JDK 17 or newer, or set JAVA_HOME to one 1>&2
exit /b 1
:java_known
for %%J in ("%JAVA%") do set "RELEASE=%%~dpJ..\release"
set "VERSION="
if exist "%RELEASE%" for /f "usebackq tokens=2 delims==" %%V in (`findstr /b JAVA_VERSION "%RELEASE%"`) do if not defined VERSION set "VERSION=%%~V"
if not defined VERSION for /f "tokens=3" %%V in ('^""%JAVA%" -version 2^>^&1 ^| findstr version^"') do if not defined VERSION set "VERSION=%%~V"
if not defined VERSION set "VERSION=0"
for /f "delims=.-+_ " %%V in ("%VERSION%") do set "VERSION=%%V"
if %VERSION% GEQ 17 goto java_fits
echo vernier: %JAVA% is Java %VERSION%; Vernier needs 17 or newer: set JAVA_HOME to one 1>&2
exit /b 1
:java_fits
set "ARCHIVE=%DIST%\vernier-%VERSION%.jsa"

rem --- the environment of the native code, before the process starts (the reason is in the file "vernier")
if not defined GOMP_SPINCOUNT set "GOMP_SPINCOUNT=1000"
if not defined OMP_NUM_THREADS set "OMP_NUM_THREADS=%NUMBER_OF_PROCESSORS%"

rem --- --threads and --memory; an equals sign separates arguments like a space
rem --- of the memory 112 MB are for Java itself and half of the rest is for the heap; without an amount vernier.args says it
set "MEMORY="
if exist "%APPDATA%\Vernier\memory" set /p MEMORY=<"%APPDATA%\Vernier\memory"
set "PREVIOUS="
:options
if [%1]==[] goto options_known
if "%PREVIOUS%"=="--memory" set "MEMORY=%~1"
if "%PREVIOUS%"=="--threads" call :threads "%~1"
set "PREVIOUS=%~1"
shift /1
goto options
:options_known

rem --- half of what --memory says, or of what was chosen in the window, is for the heap; else vernier.args says it
set "HEAP="
if not defined MEMORY goto memory_known
if not "%MEMORY:~5,1%"=="" goto memory_known
set "AMOUNT=%MEMORY:~0,-1%"
if not defined AMOUNT goto memory_known
for /f "delims=0123456789" %%B in ("%AMOUNT%") do goto memory_known
rem without leading zeros, which would make it octal
for /f "tokens=* delims=0" %%B in ("%AMOUNT%") do set "AMOUNT=%%B"
if /i "%MEMORY:~-1%"=="m" set /a "HEAP=(AMOUNT - 112) / 2"
if /i "%MEMORY:~-1%"=="g" set /a "HEAP=AMOUNT * 512 - 56"
rem a line of its own: an empty HEAP in a comparison would be a syntax error, also where it is not carried out
if not defined HEAP goto memory_known
if %HEAP% LSS 70 set "HEAP="
if defined HEAP set "HEAP=-Xmx%HEAP%m"
:memory_known

rem --- build
call :is_fresh && goto built
where mvn >nul 2>nul || goto no_maven
for %%J in ("%JAVA%") do set "JAVAC=%%~dpJjavac.exe"
if not exist "%JAVAC%" goto no_compiler
if not exist "%ROOT%target" mkdir "%ROOT%target"
echo vernier: building, which takes a minute or two the first time (log: %LOG%) 1>&2
type nul >"%ROOT%target\launcher-build.started"
call mvn -B -ntp -f "%ROOT%pom.xml" -pl app -am package -Dmaven.test.skip=true -Dspotless.check.skip=true >"%LOG%" 2>&1 <nul
if errorlevel 1 goto build_failed
del /q "%DIST%\vernier*.jsa" 2>nul
rem As old as the start of the build, so that a source saved while it ran counts as newer.
move /y "%ROOT%target\launcher-build.started" "%DIST%\built" >nul
:built
if exist "%ARCHIVE%" goto run
echo vernier: preparing for Java %VERSION%, which takes some seconds once 1>&2
call :archive compare --samples 64
if not exist "%ARCHIVE%" call :archive --version
if not exist "%ARCHIVE%" type nul >"%ARCHIVE%"

:run
"%JAVA%" "@%DIST%\vernier.args" %HEAP% "-XX:SharedArchiveFile=%ARCHIVE%" "-Djava.util.logging.config.file=%DIST%\logging.properties" -cp "%DIST%\vernier.jar" dev.vernier.app.Main %*
exit /b %errorlevel%

:no_maven
echo vernier: building Vernier needs Maven 3.8 or newer; install it so that mvn is on the path 1>&2
exit /b 1
:no_compiler
echo vernier: building Vernier needs a JDK, and beside %JAVA% is no javac; set JAVA_HOME to a JDK 1>&2
exit /b 1
:build_failed
powershell -NoProfile -Command "Get-Content -LiteralPath $env:LOG -Tail 30" 1>&2
echo vernier: the build failed; the whole log is %LOG% 1>&2
exit /b 1

rem A number of threads, if it is one.
:threads
if "%~1"=="" exit /b 0
for /f "delims=0123456789" %%B in ("%~1") do exit /b 0
set "OMP_NUM_THREADS=%~1"
exit /b 0

:is_fresh
powershell -NoProfile -Command "$b = Get-Item -LiteralPath ($env:DIST + '\built') -ErrorAction SilentlyContinue; if (-not $b) { exit 1 }; $modules = Get-ChildItem -LiteralPath $env:ROOT -Directory | ForEach-Object FullName; $files = @(Get-Item -LiteralPath ($env:ROOT + 'pom.xml')); $folders = @($env:ROOT + '.mvn'); foreach ($m in $modules) { $files += Get-Item -LiteralPath ($m + '\pom.xml') -ErrorAction SilentlyContinue; $folders += $m + '\src\main' }; $files += $folders | Where-Object { Test-Path -LiteralPath $_ } | ForEach-Object { Get-ChildItem -LiteralPath $_ -Recurse }; if ($files | Where-Object { $_.LastWriteTime -gt $b.LastWriteTime } | Select-Object -First 1) { exit 1 }"
exit /b %errorlevel%

:archive
"%JAVA%" "@%DIST%\vernier.args" "-XX:ArchiveClassesAtExit=%ARCHIVE%" -Dvernier.archiving=true "-Djava.util.logging.config.file=%DIST%\logging.properties" -cp "%DIST%\vernier.jar" dev.vernier.app.Main %* >nul 2>nul <nul
exit /b 0
