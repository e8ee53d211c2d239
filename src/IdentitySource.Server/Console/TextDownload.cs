using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace IdentitySource.Server.Console;

/// <summary>A text to be kept as a file, sent as it is made.</summary>
internal sealed class TextDownload(string fileName, string mediaType, IAsyncEnumerable<string> text) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        ContentDispositionHeaderValue disposition = new("attachment");
        disposition.SetHttpFileName(fileName);
        http.Response.ContentType = mediaType + "; charset=utf-8";
        http.Response.Headers.ContentDisposition = disposition.ToString();
        http.Response.Headers.CacheControl = "no-store";
        await using StreamWriter writer = new(http.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await foreach (var part in text.WithCancellation(http.RequestAborted))
        {
            await writer.WriteAsync(part.AsMemory(), http.RequestAborted);
        }
    }
}
