using System.Text.Encodings.Web;
using System.Text.Unicode;
using IdentitySource.Server.Console;
using IdentitySource.Server.Pages;
using IdentitySource.Server.SignIn;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.WebEncoders;

namespace IdentitySource.Server.Composition;

/// <summary>The frame of all pages: Razor, texts, static files, headers, the language and theme switches.</summary>
internal static class PagesComposition
{
    public static WebApplicationBuilder AddHostedPages(this WebApplicationBuilder builder)
    {
        // A server that is started from its build folder has its static files still in the source tree; a published one ignores this.
        builder.WebHost.UseStaticWebAssets();

        // Its catch-all route for such files would turn the 405 of every other route into a 404.
        builder.Configuration["DisableStaticAssetNotFoundRuntimeFallback"] = "true";

        var services = builder.Services;
        services.AddLocalization();
        services.AddRazorPages(options => options.Conventions.AddFolderApplicationModelConvention(
            "/Console", page => page.Filters.Add(new TypeFilterAttribute(typeof(ConsoleActs))))).AddViewLocalization().AddMvcOptions(options =>
        {
            options.Filters.Add<SpokenLanguage>();
            options.Filters.Add<StaleForms>();
        });
        services.AddSingleton<Assets>();
        services.Configure<KestrelServerOptions>(options => options.AddServerHeader = false);
        services.AddOptions<AntiforgeryOptions>().Configure<CookieJar>(Forms);

        // Chinese text stays readable in the source of a page; what is special in HTML is encoded all the same.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        return builder;
    }

    /// <summary>Before everything that may refuse a request, so that the pages about it look and protect like the others.</summary>
    public static WebApplication UseHostedPages(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseStatusCodePages(StatusPages.WriteAsync);
        return app;
    }

    public static void MapHostedPages(this WebApplication app)
    {
        app.MapStaticAssets();

        // A page shows itself to any method that it has no handler for, TRACE and all, if nobody says which it is made for.
        app.MapRazorPages().WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head, HttpMethods.Post]));
        app.MapPreferences();
    }

    private static void Forms(AntiforgeryOptions options, CookieJar cookies)
    {
        // One for all addresses of the host: of two with different paths a browser would send both, and each tab would know one.
        // Lax, not Strict: a Strict cookie is missing when an application sends the browser here, so each visit would replace it
        // and break the forms in the tabs that are open already.
        options.Cookie.Name = cookies.Forms;
        options.Cookie.Path = "/";
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.FormFieldName = "form_token";
        options.SuppressXFrameOptionsHeader = true;
    }
}
